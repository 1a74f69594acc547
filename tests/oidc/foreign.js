// A client in a process of its own, told what to do line by line.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Foreign {
  #child;
  #lines;

  constructor(program, ...words) {
    this.#child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Has it do something; throws what it says went wrong. */
  async do(what, how = {}) {
    this.#child.stdin.write(`${JSON.stringify({ do: what, ...how })}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the client ended');
    const { right, wrong } = JSON.parse(value);
    if (wrong) throw new Error(wrong);
    return right;
  }

  stop() {
    this.#child.stdin.end();
  }
}
