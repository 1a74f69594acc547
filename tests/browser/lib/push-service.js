// A push service, as browsers' makers run one: keeps what it is sent, and answers as it is told. The browser's half
// of the encryption is another maker's.

import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import ece from 'http_ece';

export class PushService {
  #server;
  #keys = createECDH('prime256v1');
  #auth = randomBytes(16);
  /** What arrived: `{ path, headers, body }`, oldest first. */
  messages = [];
  /** The status to answer with. */
  answer = 201;

  static async start() {
    const service = new PushService();
    service.#keys.generateKeys();
    service.#server = createServer(async (request, response) => {
      const body = [];
      for await (const part of request) body.push(part);
      const { method, url: path, headers } = request;
      service.messages.push({ method, path, headers, body: Buffer.concat(body) });
      response.writeHead(service.answer).end();
    });
    await new Promise((ready) => service.#server.listen(0, '127.0.0.1', ready));
    return service;
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** What a browser would give for this path. */
  subscription(path) {
    return {
      endpoint: `${this.origin}${path}`,
      expirationTime: null,
      keys: {
        p256dh: this.#keys.getPublicKey('base64url'),
        auth: this.#auth.toString('base64url'),
      },
    };
  }

  /** Waits for so many messages in all; gives the last. */
  async count(wanted, seconds = 30) {
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; ) {
      if (this.messages.length >= wanted) return this.messages.at(-1);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.messages.length} pushes came, not ${wanted}`);
  }

  /** What a message says, decrypted (RFC 8291). */
  open({ body }) {
    const params = { version: 'aes128gcm', privateKey: this.#keys, authSecret: this.#auth.toString('base64url') };
    return ece.decrypt(body, params).toString('utf8');
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

/** Who sent a message (RFC 8292): its claims and public key, once the signature was verified. */
export function sender({ headers }) {
  const [, token, key] = headers.authorization.match(/^vapid t=([^,]+), k=(.+)$/);
  const [head, claims, signature] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const publicKey = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' };
  const signed = Buffer.from(`${head}.${claims}`);
  if (!verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'))) throw new Error('signed otherwise');
  return { key, ...JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) };
}
