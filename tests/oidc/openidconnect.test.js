// The crate openidconnect (Rust) signs somebody in at the real program, and gets a token of its own.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { Server } from '../browser/lib/server.js';
import { Foreign } from './foreign.js';
import { Person } from './person.js';

const PROGRAM = process.env.BONAFIDE_OIDC_RUST;
const BACK = 'http://127.0.0.1:49152/cb';
const ANN = { name: 'ann.smith', password: 'a lamp on the harbour' };
let server;
let organisation;
let ann;
let rust;

before(async () => {
  if (!PROGRAM) throw new Error('BONAFIDE_OIDC_RUST names no client: run `cargo xtask test oidc`');
  server = await Server.start();
  for (let tries = 0; organisation === undefined; tries += 1) {
    try {
      organisation = server.organisation('test');
    } catch (error) {
      if (tries === 100) throw error;
      await pause(50);
    }
  }
  ann = new Person(server);
  await ann.join(ANN.name, ANN.password, 'ann@mail.example', '+31612345678');
  rust = new Foreign(PROGRAM, server.url);
});

after(() => {
  rust?.stop();
  server?.stop();
});

async function configure(how = {}) {
  const client = await organisation.call('POST', '/clients', {
    name: 'Shop',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    redirect_uris: [BACK],
    scope: 'openid email offline_access jobs:read',
    ...how,
  });
  await rust.do('configure', { client_id: client.id, secret: client.client_secret, redirect_uri: BACK });
}

test('openidconnect discovers us, signs somebody in, and goes on', async () => {
  await configure();
  const { url } = await rust.do('begin');
  const claims = await rust.do('finish', { callback: await ann.visit(url, ANN) });
  assert.equal(claims.acr, 'http://idmanagement.gov/ns/assurance/aal/1');
  const told = { sub: claims.sub, email: 'ann@mail.example', email_verified: true };
  assert.deepEqual(await rust.do('userinfo'), told);
  assert.deepEqual(await rust.do('refresh'), { sub: claims.sub, renewed: true });
  assert.deepEqual(await rust.do('userinfo'), told, 'with the new token');
});

test('openidconnect refuses an answer to another request', async () => {
  await configure();
  const { url } = await rust.do('begin');
  const callback = await ann.visit(url, ANN);
  await rust.do('begin');
  await assert.rejects(rust.do('finish', { callback }), /another state/);
});

test('openidconnect gets a token of its own, and is told what it may not have', async () => {
  await configure();
  assert.deepEqual(await rust.do('own-token', { scope: 'jobs:read' }), { scope: ['jobs:read'], seconds: 600 });
  await assert.rejects(rust.do('own-token', { scope: 'jobs:write' }), /invalid_scope/);
});
