// Authlib (PyPI) signs somebody in at the real program, and does what programs do.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import * as jose from 'jose';

import { Server } from '../browser/lib/server.js';
import { Foreign } from './foreign.js';
import { Person } from './person.js';

const PYTHON = process.env.BONAFIDE_OIDC_PYTHON;
const SCRIPT = fileURLToPath(new URL('authlib_client.py', import.meta.url));
const API = 'https://api.example';
const BACK = 'http://127.0.0.1:49152/cb';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const ANN = { name: 'ann.smith', password: 'a lamp on the harbour' };
let server;
let organisation;
let ann;
let python;

before(async () => {
  if (!PYTHON) throw new Error('BONAFIDE_OIDC_PYTHON names no Python with Authlib: run `cargo xtask test oidc`');
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
  python = new Foreign(PYTHON, SCRIPT, server.url);
  await python.do('discover');
});

after(() => {
  python?.stop();
  server?.stop();
});

function make(how) {
  return organisation.call('POST', '/clients', { name: 'Shop', ...how });
}

const shop = (how = {}) =>
  make({
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [BACK],
    scope: 'openid email offline_access',
    ...how,
  });

async function keyed() {
  const pair = await jose.generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid: 'mine' };
  return { jwks: { keys: [jwk] }, pem: await jose.exportPKCS8(pair.privateKey) };
}

test('authlib signs somebody in, by either way of a secret and by key', async () => {
  const { jwks, pem } = await keyed();
  for (const method of ['client_secret_basic', 'client_secret_post', 'private_key_jwt']) {
    const client = await shop({ token_endpoint_auth_method: method, ...(method === 'private_key_jwt' && { jwks }) });
    const proof = method === 'private_key_jwt' ? { key: pem, kid: 'mine' } : { secret: client.client_secret };
    const how = { client_id: client.id, method, redirect_uri: BACK, scope: 'openid email offline_access' };
    await python.do('configure', { ...how, ...proof });
    const { url } = await python.do('begin');
    const { token, claims } = await python.do('finish', { callback: await ann.visit(url, ANN) });
    assert.equal(claims.acr, 'http://idmanagement.gov/ns/assurance/aal/1');
    const info = await python.do('userinfo');
    assert.deepEqual([info.sub, info.email, info.email_verified], [claims.sub, 'ann@mail.example', true]);
    const again = await python.do('refresh');
    assert.equal(again.claims.sub, claims.sub);
    assert.notEqual(again.token.refresh_token, token.refresh_token);
    assert.equal((await python.do('introspect', { token: again.token.access_token })).active, true);
    assert.equal((await python.do('revoke', { token: again.token.refresh_token })).status, 200);
    assert.equal((await python.do('introspect', { token: again.token.access_token })).active, false);
    await assert.rejects(python.do('refresh'), /invalid_grant/);
  }
});

test('authlib refuses an answer to another request', async () => {
  const client = await shop();
  const how = { client_id: client.id, secret: client.client_secret, redirect_uri: BACK, scope: 'openid' };
  await python.do('configure', how);
  const first = await python.do('begin');
  const callback = await ann.visit(first.url, ANN);
  await python.do('begin');
  await assert.rejects(python.do('finish', { callback }), /[Ss]tate/);
});

test('authlib gets a token of its own', async () => {
  const { jwks, pem } = await keyed();
  for (const proof of [{}, { jwks, token_endpoint_auth_method: 'private_key_jwt' }]) {
    const client = await make({ scope: 'read', resources: [API], ...proof });
    const way = proof.jwks ? { key: pem, kid: 'mine', method: 'private_key_jwt' } : { secret: client.client_secret };
    await python.do('configure', { client_id: client.id, ...way });
    const token = await python.do('client_credentials', { scope: 'read', resource: API });
    assert.equal(token.scope, 'read');
    const looked = await python.do('introspect', { token: token.access_token });
    assert.deepEqual([looked.active, looked.client_id], [true, client.id]);
  }
  await python.do('configure', { client_id: 'nobody', secret: 'nothing' });
  await assert.rejects(python.do('client_credentials', { scope: 'read', resource: API }), /invalid_client/);
});

test('authlib signs somebody in on a device without a browser', async () => {
  const client = await make({ grant_types: [DEVICE], scope: 'openid email' });
  await python.do('configure', { client_id: client.id, secret: client.client_secret, scope: 'openid email' });
  const begun = await python.do('device');
  await assert.rejects(python.do('poll', { code: begun.device_code }), /authorization_pending/);
  const page = await ann.submit(await ann.open(begun.verification_uri), { user_code: begun.user_code });
  await ann.submit(page, { decision: 'yes' });
  await pause(begun.interval * 1_000);
  const { claims } = await python.do('poll', { code: begun.device_code });
  assert.equal(typeof claims.sub, 'string');
});
