// A desk with a chip reader: the service of smart cards with its virtual reader, a test passport on
// it, and the desktop reader that connects it to the server.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PCSCD = ['/usr/sbin/pcscd', '/usr/bin/pcscd'].find((path) => existsSync(path));

/** The program beside the server's. */
function program() {
  const file = process.env.BONAFIDE_READER ?? join(dirname(process.env.BONAFIDE_BINARY ?? ''), 'bonafide-reader');
  if (!existsSync(file)) throw new Error(`there is no ${file}; run the tests with \`cargo xtask test browser\``);
  return file;
}

/** Ends a process and waits until it has. */
async function stop(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}

export class Desk {
  #folder = mkdtempSync(join(tmpdir(), 'bonafide-desk-'));
  #service;
  #passport;
  #reader;
  #said = '';

  static async start() {
    const desk = new Desk();
    if (!(await desk.#lists('Virtual PCD'))) {
      if (!PCSCD) throw new Error('pcscd is not installed; run the tests with `cargo xtask test browser`');
      desk.#service = spawn(PCSCD, ['--foreground', '--critical'], { stdio: 'ignore' });
      await desk.#until(() => desk.#lists('Virtual PCD'), 'the virtual reader');
    }
    return desk;
  }

  /** The certificate of the state that issued the passport which lies there. */
  get state() {
    return join(this.#folder, 'state.cer');
  }

  /** What the reader at the chip says to its person. */
  get said() {
    return this.#said;
  }

  /** Lays a passport on the reader. */
  async lay(...options) {
    await this.#until(() => this.#lists('Virtual PCD 00 00: no card'), 'the reader to be free');
    this.#passport = spawn(program(), ['emulate', '--csca', this.state, ...options]);
    let said = '';
    this.#passport.stdout.on('data', (data) => (said += data));
    this.#passport.stderr.on('data', (data) => (said += data));
    await this.#until(() => said.includes('lies on the reader'), 'the passport', () => said);
  }

  async takeAway() {
    await stop(this.#passport);
    this.#passport = undefined;
  }

  /** Connects the reader by the command that the page shows. */
  connect(command) {
    const [, ...words] = command.split(' ');
    this.#said = '';
    this.#reader = spawn(program(), words, { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    this.#reader.stdout.on('data', (data) => (this.#said += data));
    this.#reader.stderr.on('data', (data) => (this.#said += data));
  }

  /** Waits until the reader has said that, and gives all that it said. */
  async hears(words) {
    await this.#until(() => this.#said.includes(words), `the reader to say ${words}`, () => this.#said);
    return this.#said;
  }

  /** What the person at the reader types. */
  type(line) {
    this.#reader.stdin.write(`${line}\n`);
  }

  async disconnect() {
    await stop(this.#reader);
    this.#reader = undefined;
  }

  async stop() {
    await this.disconnect();
    await this.takeAway();
    await stop(this.#service);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #lists(words) {
    const child = spawn(program(), ['list'], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    await new Promise((done) => child.once('close', done));
    return said.includes(words);
  }

  async #until(holds, what, said = () => '') {
    for (const end = Date.now() + 60_000; Date.now() < end; await pause(100)) {
      if (await holds()) return;
    }
    throw new Error(`waited in vain for ${what}\n${said()}`);
  }
}
