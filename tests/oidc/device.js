// A device whose key approves: an authenticator (WebAuthn level 3) without a body, over a key of node's own.

import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
/** User present and verified; with a new key. */
const [VERIFIED, WITH_KEY] = [0x05, 0x45];

export class Device {
  #person;
  #origin;
  #id = randomBytes(16);
  #key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #count = 0;

  constructor(person, server) {
    this.#person = person;
    this.#origin = server.url.replace('127.0.0.1', 'localhost');
  }

  #client(type, challenge) {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false }));
  }

  #data(rp, flags, ...more) {
    this.#count += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.#count);
    return Buffer.concat([sha256(rp), Buffer.from([flags]), count, ...more]);
  }

  #credential(response) {
    const id = this.#id.toString('base64url');
    const all = Object.entries(response).map(([name, value]) => [name, value.toString('base64url')]);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: Object.fromEntries(all) };
  }

  /** A new credential, as CBOR has it (WebAuthn, 6.5; RFC 9052). */
  #made({ publicKey }) {
    const { x, y } = this.#key.publicKey.export({ format: 'jwk' });
    const point = (label, text) => Buffer.concat([Buffer.from([label, 0x58, 32]), Buffer.from(text, 'base64url')]);
    const key = Buffer.concat([Buffer.from('a5010203262001', 'hex'), point(0x21, x), point(0x22, y)]);
    const length = Buffer.from([0, this.#id.length]);
    const data = this.#data(publicKey.rp.id, WITH_KEY, Buffer.alloc(16), length, this.#id, key);
    const text = (words) => Buffer.concat([Buffer.from([0x60 + words.length]), Buffer.from(words)]);
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]),
      ...[text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData')],
      ...[Buffer.from([0x58, data.length]), data],
    ]);
    return this.#credential({ clientDataJSON: this.#client('webauthn.create', publicKey.challenge), attestationObject });
  }

  #signed({ publicKey }) {
    const clientDataJSON = this.#client('webauthn.get', publicKey.challenge);
    const authenticatorData = this.#data(publicKey.rpId, VERIFIED);
    const signer = createSign('sha256').update(authenticatorData).update(sha256(clientDataJSON));
    return this.#credential({ clientDataJSON, authenticatorData, signature: signer.sign(this.#key.privateKey) });
  }

  /** Becomes the person's approval app, with this PIN. */
  async activate(pin) {
    await this.#person.submit(await this.#person.open('/account/pin'), { pin, again: pin });
    const shown = await this.#person.submit(await this.#person.open('/account/apps/activate'));
    const here = new URL(shown.html.match(/<input id="link"[^>]* value="([^"]*)"/)[1]).pathname;
    const options = await this.#person.post(`${here}/begin`, {});
    await this.#person.post(`${here}/finish`, this.#made(JSON.parse(options.html)));
  }

  /** What it is asked, once it is. */
  async asked() {
    for (const end = Date.now() + 20_000; Date.now() < end; ) {
      const { html } = await this.#person.open('/app');
      const id = html.match(/data-approves="([^"]*)"/)?.[1];
      if (id) return { id, text: html.match(/data-text>([^<]*)</)[1] };
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error('nobody asked');
  }

  /** Approves it, with the number of the other screen. */
  async approve({ id }, number, pin) {
    const options = await this.#person.post(`/app/approvals/${id}/begin`, { number, pin });
    await this.#person.post('/app/approvals/finish', this.#signed(JSON.parse(options.html)));
  }
}
