// Clients of other makers against the real program: discovery, client credentials by secret and by key, proofs of
// possession, introspection, revocation, and the keys that tokens are verified with.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';

import { Server } from '../browser/lib/server.js';

const API = 'https://api.example';
const plain = { [oauth.allowInsecureRequests]: true };
const discovering = { execute: [openid.allowInsecureRequests] };
let server;
let organisation;
let issuer;

before(async () => {
  server = await Server.start();
  issuer = new URL(server.url);
  // The demonstration's keys are printed a moment after it is ready.
  for (let tries = 0; organisation === undefined; tries += 1) {
    try {
      organisation = server.organisation('test');
    } catch (error) {
      if (tries === 100) throw error;
      await pause(50);
    }
  }
});

after(() => server?.stop());

/** A new client of the organisation. */
function make(how = {}) {
  return organisation.call('POST', '/clients', { name: 'worker', scope: 'read write', resources: [API], ...how });
}

/** A new client that proves itself by a key of its own, and that key. */
async function makeWithKey(alg, how = {}) {
  const pair = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid: 'mine' };
  const client = await make({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] }, ...how });
  return { client, key: pair.privateKey };
}

async function discovered() {
  const response = await oauth.discoveryRequest(issuer, plain);
  return oauth.processDiscoveryResponse(issuer, response);
}

/** What a token says, as jose verifies it with the published keys. */
async function verified(token) {
  const keys = jose.createRemoteJWKSet(new URL(`${server.url}/oauth/jwks`));
  return jose.jwtVerify(token, keys, { issuer: server.url, audience: API, typ: 'at+jwt', algorithms: ['ES256'] });
}

test('openid-client discovers us by both documents', async () => {
  for (const algorithm of ['oidc', 'oauth2']) {
    const config = await openid.discovery(issuer, 'x', undefined, openid.None(), { ...discovering, algorithm });
    assert.equal(config.serverMetadata().token_endpoint, `${server.url}/oauth/token`);
    assert.ok(config.serverMetadata().grant_types_supported.includes('client_credentials'));
  }
});

test('openid-client gets a token by either way of a secret, and jose verifies it', async () => {
  for (const [method, prove] of [
    ['client_secret_basic', openid.ClientSecretBasic],
    ['client_secret_post', openid.ClientSecretPost],
  ]) {
    const client = await make({ token_endpoint_auth_method: method });
    const config = await openid.discovery(issuer, client.id, undefined, prove(client.client_secret), discovering);
    const tokens = await openid.clientCredentialsGrant(config, { scope: 'read', resource: API });
    const { payload, protectedHeader } = await verified(tokens.access_token);
    assert.equal(protectedHeader.alg, 'ES256');
    assert.deepEqual([payload.sub, payload.client_id, payload.scope], [client.id, client.id, 'read']);
    assert.deepEqual([typeof payload.organisation, typeof payload.livemode], ['string', 'boolean']);
    assert.equal(tokens.expires_in, payload.exp - payload.iat);
  }
});

test('openid-client proves itself by a key of each algorithm', async () => {
  for (const alg of ['ES256', 'EdDSA', 'PS256', 'RS256']) {
    const { client, key } = await makeWithKey(alg);
    const prove = openid.PrivateKeyJwt({ key, kid: 'mine' });
    const config = await openid.discovery(issuer, client.id, undefined, prove, discovering);
    const tokens = await openid.clientCredentialsGrant(config);
    assert.equal((await verified(tokens.access_token)).payload.sub, client.id, alg);
  }
});

test('openid-client keeps its keys at an address of its own', async () => {
  const made = async (kid) => {
    const { publicKey, privateKey } = await jose.generateKeyPair('ES256', { extractable: true });
    return { kid, key: privateKey, jwk: { ...(await jose.exportJWK(publicKey)), kid } };
  };
  const [first, second] = [await made('first'), await made('second')];
  let held = [first.jwk];
  let looks = 0;
  const host = createServer((_, response) => {
    looks += 1;
    response.setHeader('content-type', 'application/jwk-set+json').end(JSON.stringify({ keys: held }));
  });
  await new Promise((ready) => host.listen(0, '127.0.0.1', ready));
  try {
    const jwks_uri = `http://127.0.0.1:${host.address().port}/keys`;
    const client = await make({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri });
    assert.equal(client.jwks_uri, jwks_uri);
    const granted = async ({ key, kid }) => {
      const prove = openid.PrivateKeyJwt({ key, kid });
      const config = await openid.discovery(issuer, client.id, undefined, prove, discovering);
      return openid.clientCredentialsGrant(config);
    };
    for (let times = 0; times < 3; times += 1) {
      assert.equal((await verified((await granted(first)).access_token)).payload.sub, client.id);
    }
    assert.equal(looks, 1, 'remembered');
    held = [second.jwk];
    await assert.rejects(granted(second), { code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE', status: 401 });
    assert.equal(looks, 1, 'once a minute');
  } finally {
    await new Promise((closed) => host.close(closed));
  }
});

test('openid-client binds a token to its key', async () => {
  const client = await make({ dpop_bound_access_tokens: true });
  const prove = openid.ClientSecretBasic(client.client_secret);
  const config = await openid.discovery(issuer, client.id, undefined, prove, discovering);
  await assert.rejects(openid.clientCredentialsGrant(config), { error: 'invalid_dpop_proof' });
  const keys = await openid.randomDPoPKeyPair();
  const handle = openid.getDPoPHandle(config, keys);
  const tokens = await openid.clientCredentialsGrant(config, {}, { DPoP: handle });
  assert.equal(tokens.token_type, 'dpop');
  const { payload } = await verified(tokens.access_token);
  assert.equal(payload.cnf.jkt, await jose.calculateJwkThumbprint(await jose.exportJWK(keys.publicKey)));
});

test('openid-client looks into a token and ends it', async () => {
  const client = await make();
  const prove = openid.ClientSecretBasic(client.client_secret);
  const config = await openid.discovery(issuer, client.id, undefined, prove, discovering);
  const { access_token: token } = await openid.clientCredentialsGrant(config);
  const told = await openid.tokenIntrospection(config, token);
  assert.deepEqual([told.active, told.client_id, told.token_type], [true, client.id, 'Bearer']);
  await openid.tokenRevocation(config, token);
  assert.deepEqual(await openid.tokenIntrospection(config, token), { active: false });
});

test('oauth4webapi gets a token by secret and by key, looks into it and ends it', async () => {
  const as = await discovered();
  const bySecret = await make();
  const { client: byKey, key } = await makeWithKey('ES256', { token_endpoint_auth_signing_alg: 'ES256' });
  for (const [client, prove] of [
    [bySecret, oauth.ClientSecretBasic(bySecret.client_secret)],
    [byKey, oauth.PrivateKeyJwt({ key, kid: 'mine' })],
  ]) {
    const me = { client_id: client.id };
    const response = await oauth.clientCredentialsGrantRequest(as, me, prove, { scope: 'read' }, plain);
    const { access_token: token } = await oauth.processClientCredentialsResponse(as, me, response);
    const introspect = async () => {
      const answer = await oauth.introspectionRequest(as, me, prove, token, plain);
      return oauth.processIntrospectionResponse(as, me, answer);
    };
    assert.equal((await introspect()).active, true);
    const request = new Request(`${API}/x`, { headers: { authorization: `Bearer ${token}` } });
    const claims = await oauth.validateJwtAccessToken(as, request, API, plain);
    assert.equal(claims.client_id, client.id);
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, me, prove, token, plain));
    assert.equal((await introspect()).active, false);
  }
});

test('oauth4webapi shows a bound token with its proof', async () => {
  const as = await discovered();
  const client = await make({ dpop_bound_access_tokens: true });
  const me = { client_id: client.id };
  const DPoP = oauth.DPoP(me, await oauth.generateKeyPair('ES256'));
  const prove = oauth.ClientSecretBasic(client.client_secret);
  const response = await oauth.clientCredentialsGrantRequest(as, me, prove, {}, { ...plain, DPoP });
  const { token_type: kind } = await oauth.processClientCredentialsResponse(as, me, response);
  assert.equal(kind, 'dpop');
});

test('whoever does not prove itself is told so in the protocol’s words', async () => {
  const client = await make();
  const post = (headers, body) =>
    fetch(`${server.url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    });
  const basic = (secret) => ({ authorization: `Basic ${btoa(`${client.id}:${secret}`)}` });
  const grant = 'grant_type=client_credentials';
  const wrong = await post(basic('x'.repeat(43)), grant);
  assert.deepEqual([wrong.status, (await wrong.json()).error], [401, 'invalid_client']);
  assert.match(wrong.headers.get('www-authenticate'), /^Basic /);
  const right = basic(client.client_secret);
  for (const [headers, body, status, error] of [
    [right, `${grant}&${grant}`, 400, 'invalid_request'],
    [right, 'grant_type=password&username=x&password=y', 400, 'unsupported_grant_type'],
    [right, `${grant}&scope=admin`, 400, 'invalid_scope'],
    [right, `${grant}&resource=https://other.example`, 400, 'invalid_target'],
    [right, `${grant}&client_id=${client.id}&client_secret=${client.client_secret}`, 400, 'invalid_request'],
    [{ ...right, dpop: 'x' }, grant, 400, 'invalid_dpop_proof'],
    [{ ...right, 'content-type': 'application/json' }, '{}', 400, 'invalid_request'],
    [right, `${grant}&x=${'y'.repeat(33_000)}`, 400, 'invalid_request'],
  ]) {
    const answer = await post(headers, body);
    assert.deepEqual([answer.status, (await answer.json()).error], [status, error], body.slice(0, 60));
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  }
  const got = await fetch(`${server.url}/oauth/token?${grant}`, { headers: right });
  assert.equal(got.status, 405);
  // From a page of another site as well: no cookie opens these doors.
  const foreign = await post({ ...right, origin: 'https://other.example', 'sec-fetch-site': 'cross-site' }, grant);
  assert.equal(foreign.status, 200);
});

test('an assertion works once, and none but ours is believed', async () => {
  const { client, key } = await makeWithKey('ES256');
  const send = async (jwt) => {
    const response = await fetch(`${server.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: jwt,
      }),
    });
    return response.status;
  };
  const assertion = (jti) =>
    new jose.SignJWT({ jti })
      .setProtectedHeader({ alg: 'ES256', kid: 'mine' })
      .setIssuer(client.id)
      .setSubject(client.id)
      .setAudience(server.url)
      .setIssuedAt()
      .setExpirationTime('1m');
  const once = await assertion('a').sign(key);
  assert.deepEqual([await send(once), await send(once)], [200, 401]);
  const raced = await assertion('b').sign(key);
  assert.deepEqual((await Promise.all([1, 2, 3].map(() => send(raced)))).sort(), [200, 401, 401]);
  const unsigned = new jose.UnsecuredJWT({ jti: 'c' }).setIssuer(client.id).setSubject(client.id).setAudience(server.url);
  assert.equal(await send(unsigned.setExpirationTime('1m').encode()), 401);
  const late = assertion('d').setExpirationTime(Math.floor(Date.now() / 1000) - 300);
  assert.equal(await send(await late.sign(key)), 401);
});

test('tokens and keys outlive a restart', async () => {
  const client = await make();
  const prove = openid.ClientSecretBasic(client.client_secret);
  const config = await openid.discovery(issuer, client.id, undefined, prove, discovering);
  const { access_token: token } = await openid.clientCredentialsGrant(config);
  await openid.tokenRevocation(config, token);
  const { access_token: other } = await openid.clientCredentialsGrant(config);
  await server.kill();
  await server.restart();
  assert.equal((await openid.tokenIntrospection(config, token)).active, false);
  assert.equal((await openid.tokenIntrospection(config, other)).active, true);
  assert.equal((await verified(other)).payload.sub, client.id);
});
