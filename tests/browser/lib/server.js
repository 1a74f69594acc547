// The real program, on a free port of loopback with its data in a temporary folder, in demo mode;
// and its API, as an organisation uses it.

import { spawn } from 'node:child_process';
import { appendFileSync, createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const CONFIGURATION = (port) => `
[server]
listen = "127.0.0.1:${port}"
external_url = "http://127.0.0.1:${port}"
[database]
url = "sqlite:bonafide.db"
[objects]
directory = "objects"
[keys]
directory = "keys"
tombstones = "erasures.log"
[[egress.allow]]
to = "127.0.0.0/8"
ports = ["1-65535"]
plain_http = true
[metrics]
beside_pages = true
[demo]
enabled = true
[accounts]
forgotten_pin_minutes = 0
`;

function binary() {
  const file = process.env.BONAFIDE_BINARY;
  if (!file || !existsSync(file)) {
    throw new Error('BONAFIDE_BINARY names no program; run the tests with `cargo xtask test browser`');
  }
  return file;
}

async function freePort() {
  const probe = createServer();
  await new Promise((ready) => probe.listen(0, '127.0.0.1', ready));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

export class Server {
  #folder;
  #port;
  #process;

  static async start() {
    const server = new Server();
    server.#folder = mkdtempSync(join(tmpdir(), 'bonafide-server-'));
    server.#port = await freePort();
    writeFileSync(join(server.#folder, 'bonafide.toml'), CONFIGURATION(server.#port));
    await server.restart();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Everything that the program wrote. */
  get log() {
    return readFileSync(join(this.#folder, 'log'), 'utf8');
  }

  /** Starts the program, on the data that are there. */
  async restart() {
    const log = createWriteStream(join(this.#folder, 'log'), { flags: 'a' });
    await new Promise((open) => log.once('open', open));
    this.#process = spawn(binary(), ['--config', 'bonafide.toml', 'serve'], {
      cwd: this.#folder,
      stdio: ['ignore', log, log],
    });
    for (const end = Date.now() + 60_000; Date.now() < end; await pause(50)) {
      if (this.#process.exitCode !== null) break;
      const ready = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (ready?.ok) return;
    }
    throw new Error(`the server did not become ready:\n${this.log}`);
  }

  /** Starts the program anew with more lines in its configuration. */
  async reconfigure(lines) {
    await this.kill();
    appendFileSync(join(this.#folder, 'bonafide.toml'), lines);
    await this.restart();
  }

  /** Kills the program at once; its data stay. */
  async kill() {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((done) => running.once('exit', done));
    running.kill('SIGKILL');
    await ended;
  }

  async stop() {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Runs another command of the program on the same configuration; returns what it printed. */
  async command(...args) {
    const child = spawn(binary(), ['--config', 'bonafide.toml', ...args], { cwd: this.#folder });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    const code = await new Promise((done) => child.once('close', done));
    if (code !== 0) throw new Error(`bonafide ${args.join(' ')} ended with ${code}:\n${output}`);
    return output;
  }

  /** The demo organisation's API, with the key of this mode: `test` or `live`. */
  organisation(mode) {
    const key = this.log.match(new RegExp(`bonafide_demo_${mode}_[A-Za-z0-9_-]+`))?.[0];
    if (!key) throw new Error(`the server printed no ${mode} key:\n${this.log}`);
    return new Organisation(this.url, key);
  }
}

export class Organisation {
  #url;
  #key;

  constructor(url, key) {
    this.#url = url;
    this.#key = key;
  }

  async call(method, path, body) {
    const response = await fetch(`${this.#url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Opens a session; its `url` is where to send the person. */
  open(how = {}) {
    return this.call('POST', '/verification-sessions', { service: 'identity-check', ...how });
  }

  session(id) {
    return this.call('GET', `/verification-sessions/${id}`);
  }

  /** The session once it has this status. */
  async settled(id, status, seconds = 120) {
    let session;
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(250)) {
      session = await this.session(id);
      if (session.status === status) return session;
    }
    throw new Error(`${id} is ${session.status}, not ${status}: ${JSON.stringify(session.last_error)}`);
  }

  /** Has the receiver told of everything, and lets it verify. */
  async notify(receiver) {
    const { secret, ...endpoint } = await this.call('POST', '/webhook-endpoints', { url: receiver.url, events: [] });
    receiver.secrets.push(secret);
    return endpoint;
  }
}
