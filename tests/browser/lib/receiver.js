// An organisation's web server: takes webhooks and verifies each with the reference library of
// Standard Webhooks, and answers as well or as badly as it is told.

import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

export class Receiver {
  #server;
  #waiting = [];
  /** What arrived: `{ id, type, payload, verified, error }`, oldest first. */
  messages = [];
  /** The endpoint's secrets (`whsec_...`); a message must verify with one of them. */
  secrets = [];
  /** The status to answer with. */
  answer = 204;

  static async start() {
    const receiver = new Receiver();
    receiver.#server = createServer((request, response) => receiver.#take(request, response));
    await new Promise((ready) => receiver.#server.listen(0, '127.0.0.1', ready));
    return receiver;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}/hooks`;
  }

  /** The origin of the organisation's site, for return addresses. */
  get site() {
    return new URL(this.url).origin;
  }

  /** The first message that fits, now or within `seconds`. */
  async message(fits, seconds = 30) {
    const present = this.messages.find(fits);
    if (present) return present;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const seen = this.messages.map(({ type }) => type).join(', ') || 'nothing';
        reject(new Error(`no such webhook within ${seconds} s; what came: ${seen}`));
      }, seconds * 1000);
      this.#waiting.push({ fits, timer, resolve });
    });
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #take(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<!doctype html><html lang="en"><title>Shop</title><h1>Welcome back</h1></html>');
      return;
    }
    response.writeHead(this.answer).end();
    if (this.answer >= 300) return;
    const message = this.#read(request.headers, Buffer.concat(chunks).toString('utf8'));
    this.messages.push(message);
    const served = this.#waiting.filter(({ fits }) => fits(message));
    this.#waiting = this.#waiting.filter((waiting) => !served.includes(waiting));
    for (const { timer, resolve } of served) {
      clearTimeout(timer);
      resolve(message);
    }
  }

  #read(headers, body) {
    const id = headers['webhook-id'];
    let error = new Error('no secret is known');
    for (const secret of this.secrets) {
      try {
        const payload = new Webhook(secret).verify(body, headers);
        return { id, type: payload.type, payload, verified: true };
      } catch (refusal) {
        error = refusal;
      }
    }
    return { id, type: undefined, payload: body, verified: false, error };
  }
}
