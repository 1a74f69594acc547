// Clients of other makers sign somebody in at the real program: code and PKCE, pushed requests, userinfo, refresh
// tokens, sign-out; and what attackers try.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';

import { fixture } from '../browser/lib/fixtures.js';
import { Server } from '../browser/lib/server.js';
import { Device } from './device.js';
import { Person, back } from './person.js';

const BACK = 'http://127.0.0.1:49152/cb';
const CIBA = 'urn:openid:params:grant-type:ciba';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const BYE = 'http://127.0.0.1:49152/bye';
const ANN = { name: 'ann.smith', password: 'a lamp on the harbour' };
const plain = { [oauth.allowInsecureRequests]: true };
const discovering = { execute: [openid.allowInsecureRequests] };
let server;
let organisation;
let issuer;
let ann;
let pictures;

before(async () => {
  // Written first, which takes its time: nothing else goes on meanwhile.
  pictures = { document: fixture('passport-a-front.jpg'), selfie: fixture('selfie-a2.jpg') };
  server = await Server.start();
  issuer = new URL(server.url);
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
});

after(() => server?.stop());

/** A client that signs people in. */
function shop(how = {}) {
  return organisation.call('POST', '/clients', {
    name: 'Shop',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [BACK],
    post_logout_redirect_uris: [BYE],
    scope: 'openid email phone offline_access',
    ...how,
  });
}

async function configured(client, prove = openid.ClientSecretBasic(client.client_secret)) {
  return openid.discovery(issuer, client.id, undefined, prove, discovering);
}

/** What openid-client asks, and what it checks afterwards. */
async function begin(how = {}) {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const expectedNonce = openid.randomNonce();
  const parameters = {
    redirect_uri: BACK,
    scope: 'openid email offline_access',
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...how,
  };
  return { parameters, checks: { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true } };
}

async function signIn(config, how) {
  const { parameters, checks } = await begin(how);
  const callback = await ann.visit(openid.buildAuthorizationUrl(config, parameters), ANN);
  return { callback, checks, tokens: await openid.authorizationCodeGrant(config, new URL(callback), checks) };
}

/** An address of a client's that is told things; answers as it is told, and in the end always the last. */
async function listening(answers) {
  const all = [];
  const host = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    all.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
    response.writeHead(answers[Math.min(all.length, answers.length) - 1]).end();
  });
  await new Promise((ready) => host.listen(0, '127.0.0.1', ready));
  return {
    address: `http://127.0.0.1:${host.address().port}/told`,
    async heard(many) {
      for (const end = Date.now() + 30_000; all.length < many; await pause(50)) assert.ok(Date.now() < end, 'not told');
      return all;
    },
    close: () => new Promise((closed) => host.close(closed)),
  };
}

test('discovery says what works', async () => {
  const config = await configured(await shop());
  const told = config.serverMetadata();
  assert.equal(told.authorization_endpoint, `${server.url}/authorize`);
  assert.deepEqual(told.grant_types_supported, ['client_credentials', 'authorization_code', 'refresh_token', CIBA, DEVICE]);
  assert.deepEqual(told.code_challenge_methods_supported, ['S256']);
  for (const path of ['pushed_authorization_request_endpoint', 'userinfo_endpoint', 'end_session_endpoint', 'jwks_uri']) {
    const answer = await fetch(told[path]);
    assert.notEqual(answer.status, 404, path);
  }
});

test('openid-client signs somebody in, by secret and by key', async () => {
  const pair = await jose.generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid: 'mine' };
  const secret = await shop();
  const keyed = await shop({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } });
  const subjects = new Set();
  for (const [client, prove] of [
    [secret, undefined],
    [keyed, openid.PrivateKeyJwt({ key: pair.privateKey, kid: 'mine' })],
  ]) {
    const config = await configured(client, prove);
    const { tokens, callback } = await signIn(config, { acr_values: 'http://idmanagement.gov/ns/assurance/aal/1' });
    assert.equal(new URL(callback).searchParams.get('iss'), server.url);
    const claims = tokens.claims();
    assert.equal(claims.acr, 'http://idmanagement.gov/ns/assurance/aal/1');
    assert.deepEqual(claims.amr, ['pwd']);
    assert.ok(Math.abs(claims.auth_time - Date.now() / 1000) < 120);
    const info = await openid.fetchUserInfo(config, tokens.access_token, claims.sub);
    assert.deepEqual([info.email, info.email_verified, info.phone_number], ['ann@mail.example', true, undefined]);
    subjects.add(claims.sub);
    const again = await openid.refreshTokenGrant(config, tokens.refresh_token);
    assert.equal(again.claims().sub, claims.sub);
    assert.notEqual(again.refresh_token, tokens.refresh_token);
    assert.equal((await openid.tokenIntrospection(config, again.refresh_token)).active, true);
    await assert.rejects(openid.refreshTokenGrant(config, tokens.refresh_token), { error: 'invalid_grant' });
    await assert.rejects(openid.refreshTokenGrant(config, again.refresh_token), { error: 'invalid_grant' }, 'all end');
    assert.equal((await openid.tokenIntrospection(config, again.access_token)).active, false);
  }
  assert.equal(subjects.size, 1, 'two clients of one host know one name');
});

test('oauth4webapi signs somebody in without a secret, bound to a key', async () => {
  const client = await shop({ token_endpoint_auth_method: 'none' });
  const me = { client_id: client.id };
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, plain));
  const DPoP = oauth.DPoP(me, await oauth.generateKeyPair('ES256'));
  const verifier = oauth.generateRandomCodeVerifier();
  const nonce = oauth.generateRandomNonce();
  const url = new URL(as.authorization_endpoint);
  for (const [name, value] of Object.entries({
    client_id: client.id,
    redirect_uri: BACK,
    response_type: 'code',
    scope: 'openid phone offline_access',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'x',
    nonce,
  })) url.searchParams.set(name, value);
  const callback = new URL(await ann.visit(url, ANN));
  assert.match(ann.asked.html, /\+31612345678/, 'the value itself is shown');
  const parameters = oauth.validateAuthResponse(as, me, callback, 'x');
  const asked = () => oauth.authorizationCodeGrantRequest(as, me, oauth.None(), parameters, BACK, verifier, { ...plain, DPoP });
  const tokens = await oauth.processAuthorizationCodeResponse(as, me, await asked(), { expectedNonce: nonce, requireIdToken: true });
  assert.equal(tokens.token_type, 'dpop');
  const { sub } = oauth.getValidatedIdTokenClaims(tokens);
  const info = await oauth.userInfoRequest(as, me, tokens.access_token, { ...plain, DPoP });
  assert.equal((await oauth.processUserInfoResponse(as, me, sub, info)).phone_number, '+31612345678');
  const renewed = await oauth.refreshTokenGrantRequest(as, me, oauth.None(), tokens.refresh_token, { ...plain, DPoP });
  const next = await oauth.processRefreshTokenResponse(as, me, renewed);
  const stranger = oauth.DPoP(me, await oauth.generateKeyPair('ES256'));
  const stolen = await oauth.refreshTokenGrantRequest(as, me, oauth.None(), next.refresh_token, { ...plain, DPoP: stranger });
  assert.equal(stolen.status, 400);
  const bare = await oauth.userInfoRequest(as, me, tokens.access_token, plain);
  assert.equal(bare.status, 401);
  await oauth.processRevocationResponse(await oauth.revocationRequest(as, me, oauth.None(), next.refresh_token, plain));
  const dead = await oauth.refreshTokenGrantRequest(as, me, oauth.None(), next.refresh_token, { ...plain, DPoP });
  assert.equal(dead.status, 400);
});

test('openid-client pushes its request, and is silent where it was agreed to', async () => {
  const config = await configured(await shop());
  const { parameters, checks } = await begin();
  const url = await openid.buildAuthorizationUrlWithPAR(config, parameters);
  assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri']);
  const tokens = await openid.authorizationCodeGrant(config, new URL(await ann.visit(url, ANN)), checks);
  assert.equal((await ann.open(url)).status, 400, 'once');
  const silent = await signIn(config, { prompt: 'none' });
  assert.equal(silent.tokens.claims().sub, tokens.claims().sub);
  const nobody = new Person(server);
  const asked = await begin({ prompt: 'none' });
  const told = await nobody.open(openid.buildAuthorizationUrl(config, asked.parameters));
  await assert.rejects(openid.authorizationCodeGrant(config, new URL(told.out), asked.checks), { error: 'login_required' });
});

test('openid-client asks somebody on their device', async () => {
  const kim = new Person(server);
  const kims = { name: 'kim.white', password: 'a boat in the reeds' };
  await kim.join(kims.name, kims.password, 'kim@mail.example', '+31611223344');
  const device = new Device(kim, server);
  await device.activate('738264');
  const config = await configured(await shop({ grant_types: ['authorization_code', 'refresh_token', CIBA, DEVICE] }));
  const told = config.serverMetadata();
  assert.deepEqual(told.backchannel_token_delivery_modes_supported, ['poll', 'ping']);
  const question = { scope: 'openid email', login_hint: kims.name, binding_message: '42 Pay 5 euros' };
  const ask = (how) => openid.initiateBackchannelAuthentication(config, { ...question, ...how });
  const wait = (asked) => openid.pollBackchannelAuthenticationGrant(config, asked);

  // Not before they signed in at it once, and were told that it may ask.
  await assert.rejects(wait(await ask({ requested_expiry: '1' })), /timed out/);
  const { parameters, checks } = await begin({ scope: 'openid email' });
  const callback = await kim.visit(openid.buildAuthorizationUrl(config, parameters), kims);
  assert.match(kim.asked.html, /approve something on your approval app later/);
  const before = await openid.authorizationCodeGrant(config, new URL(callback), checks);

  const tokens = wait(await ask());
  const asked = await device.asked();
  assert.equal(asked.text.replaceAll(/[\u2068\u2069]/g, ''), 'Shop asks: Pay 5 euros');
  await device.approve(asked, '42', '738264');
  const claims = (await tokens).claims();
  assert.equal(claims.sub, before.claims().sub);
  assert.equal(claims.acr, 'http://idmanagement.gov/ns/assurance/aal/2');
  const info = await openid.fetchUserInfo(config, (await tokens).access_token, claims.sub);
  assert.equal(info.email, 'kim@mail.example');

  const no = wait(await ask());
  const { id } = await device.asked();
  await kim.submit(await kim.open('/app'), {}, new RegExp(`<form method="post" action="/app/approvals/${id}/refuse"`));
  await assert.rejects(no, { error: 'access_denied' });
  for (const wrong of [{ binding_message: 'hello' }, { binding_message: '42 a\u202eb' }]) {
    await assert.rejects(ask(wrong), { error: 'invalid_binding_message' });
  }
  await assert.rejects(ask({ id_token_hint: 'x' }), { error: 'invalid_request' });

  // One that is told of the answer does not ask before.
  const place = await listening([204]);
  try {
    const client = await shop({
      grant_types: ['authorization_code', CIBA],
      backchannel_token_delivery_mode: 'ping',
      backchannel_client_notification_endpoint: place.address,
    });
    const pinged = await configured(client);
    const { parameters } = await begin({ scope: 'openid email' });
    await kim.visit(openid.buildAuthorizationUrl(pinged, parameters), kims);
    const begun = (how) => openid.initiateBackchannelAuthentication(pinged, { ...question, ...how });
    await assert.rejects(begun(), { error: 'invalid_request' }, 'who tells it?');
    const { auth_req_id } = await begun({ client_notification_token: 'b.e-a_r~e+r/1==' });
    await device.approve(await device.asked(), '42', '738264');
    const [{ headers, body }] = await place.heard(1);
    assert.deepEqual(
      [headers.authorization, headers['content-type'], JSON.parse(body)],
      ['Bearer b.e-a_r~e+r/1==', 'application/json', { auth_req_id }],
    );
    const fetched = await openid.genericGrantRequest(pinged, CIBA, { auth_req_id });
    assert.equal(fetched.claims().sub, claims.sub);
  } finally {
    await place.close();
  }
});

test('openid-client shows a code, and oauth4webapi another, which somebody types in their browser', async () => {
  const television = { grant_types: [DEVICE, 'refresh_token'], redirect_uris: [], post_logout_redirect_uris: [] };
  const config = await configured(await shop({ ...television, name: 'Television' }));
  const show = () => openid.initiateDeviceAuthorization(config, { scope: 'openid email offline_access' });
  const wait = (shown) => openid.pollDeviceAuthorizationGrant(config, shown);

  let shown = await show();
  assert.match(shown.user_code, /^[B-Z]{4}-[B-Z]{4}$/);
  const tokens = wait(shown);
  let page = await ann.submit(await ann.open(shown.verification_uri), { user_code: 'BBBB-BBBB' });
  assert.equal(page.status, 422);
  assert.match(page.html, /No device waits with this code/);
  assert.match(page.html, /value="BBBB-BBBB"/);
  page = await ann.submit(page, { user_code: shown.user_code.toLowerCase() });
  if (page.html.includes('action="/account/sign-in"')) page = await ann.submit(page, ANN);
  assert.match(page.html, /ann@mail\.example/);
  assert.ok(page.html.includes(shown.user_code), 'the page shows what the device shows');
  page = await ann.submit(page, { decision: 'yes' });
  assert.match(page.html, /Go back to your device/);
  const claims = (await tokens).claims();
  const info = await openid.fetchUserInfo(config, (await tokens).access_token, claims.sub);
  assert.equal(info.email, 'ann@mail.example');
  const again = await openid.refreshTokenGrant(config, (await tokens).refresh_token);
  assert.equal(again.claims().sub, claims.sub);
  await assert.rejects(openid.genericGrantRequest(config, DEVICE, { device_code: shown.device_code }), { error: 'invalid_grant' });

  // Its picture's address fills the code in, and sends nothing.
  shown = await show();
  const no = wait(shown);
  page = await ann.open(shown.verification_uri_complete);
  assert.ok(page.html.includes(`value="${shown.user_code}"`));
  page = await ann.submit(await ann.submit(page, { user_code: shown.user_code }), { decision: 'no' });
  assert.match(page.html, /Nothing was shared/);
  await assert.rejects(no, { error: 'access_denied' });

  // Without a secret, bound to a key.
  const box = await shop({ ...television, name: 'Box', token_endpoint_auth_method: 'none' });
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, plain));
  const client = { client_id: box.id };
  const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
  const prove = oauth.None();
  const parameters = new URLSearchParams({ scope: 'openid email offline_access' });
  const asked = await oauth.deviceAuthorizationRequest(as, client, prove, parameters, plain);
  const { device_code: code, user_code: typed, verification_uri: uri } = await oauth.processDeviceAuthorizationResponse(as, client, asked);
  const fetched = () => oauth.deviceCodeGrantRequest(as, client, prove, code, { ...plain, DPoP });
  const early = oauth.processDeviceCodeResponse(as, client, await fetched());
  await assert.rejects(early, { error: 'authorization_pending' });
  await ann.submit(await ann.submit(await ann.open(uri), { user_code: typed }), { decision: 'yes' });
  await pause(5100);
  const bound = await oauth.processDeviceCodeResponse(as, client, await fetched());
  assert.equal(bound.token_type, 'dpop');
  assert.ok(bound.refresh_token);
});

test('who somebody is is not promised where no identity is kept', async () => {
  const config = await configured(await shop({ scope: 'openid profile email' }));
  const told = config.serverMetadata();
  assert.ok(told.scopes_supported.includes('profile'));
  for (const claim of ['name', 'given_name', 'family_name', 'birthdate']) assert.ok(told.claims_supported.includes(claim), claim);
  const claims = JSON.stringify({ id_token: { birthdate: { essential: true } }, userinfo: { given_name: null } });
  const { tokens } = await signIn(config, { scope: 'openid profile', claims });
  assert.match(ann.asked.html, /What your account does not have/);
  assert.match(ann.asked.html, /The service says that it cannot do without this/);
  assert.match(ann.asked.html, /It comes with a verified identity/);
  assert.equal(tokens.claims().birthdate, undefined);
  const info = await openid.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  assert.deepEqual(Object.keys(info), ['sub']);
  const forged = await begin({ scope: 'openid email' });
  const page = await ann.open(openid.buildAuthorizationUrl(config, forged.parameters));
  const other = { html: page.html.replace(/(name="shown" value=")[^"]*/, '$1x') };
  assert.match((await ann.submit(other, { decision: 'yes' })).html, /action="\/authorize\/decide"/, 'asked again');
});

test('openid-client is told who somebody is, and how that was verified, as they saw it', async () => {
  const zoe = new Person(server);
  const zoes = { name: 'zoe.brown', password: 'a ferry to the island' };
  await zoe.join(zoes.name, zoes.password, 'zoe@mail.example', '+31687654321');
  const live = server.organisation('live');
  await zoe.keep(await live.open(), pictures);
  const client = await live.call('POST', '/clients', {
    name: 'Library',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [BACK],
    scope: 'openid profile offline_access',
  });
  const config = await configured(client);
  const told = config.serverMetadata();
  assert.equal(told.verified_claims_supported, true);
  assert.deepEqual(told.trust_frameworks_supported, ['bonafide']);
  assert.ok(told.claims_in_verified_claims_supported.includes('age_over_18') && told.claims_supported.includes('age_over_18'));
  const visit = async (how) => {
    const { parameters, checks } = await begin(how);
    const callback = await zoe.visit(openid.buildAuthorizationUrl(config, parameters), zoes);
    return openid.authorizationCodeGrant(config, new URL(callback), checks);
  };

  const profile = await visit({ scope: 'openid profile' });
  const page = zoe.asked.html;
  const info = await openid.fetchUserInfo(config, profile.access_token, profile.claims().sub);
  assert.deepEqual(Object.keys(info).sort(), ['birthdate', 'family_name', 'given_name', 'name', 'sub']);
  for (const value of [info.name, info.given_name, info.family_name]) assert.ok(page.includes(value), 'it was shown');

  const verification = {
    trust_framework: { value: 'bonafide' },
    assurance_level: null,
    time: { max_age: 864000 },
    evidence: [{ type: { value: 'document' }, document_details: null, check_details: null }],
  };
  const claims = JSON.stringify({
    id_token: { verified_claims: { verification, claims: { age_over_18: { essential: true }, shoe_size: null } } },
    userinfo: {
      verified_claims: [
        { verification: { trust_framework: null }, claims: { family_name: { value: info.family_name }, given_name: { value: 'x' } } },
        { verification: { trust_framework: { value: 'eidas' } }, claims: { birthdate: null } },
      ],
    },
  });
  const grown = await visit({ scope: 'openid offline_access', claims });
  assert.match(zoe.asked.html, /18 years or older/);
  assert.match(zoe.asked.html, /Level of assurance/);
  assert.ok(!zoe.asked.html.includes(info.given_name), 'no more than is told');
  const keys = jose.createRemoteJWKSet(new URL(`${server.url}/oauth/jwks`));
  const { payload } = await jose.jwtVerify(grown.id_token, keys, { issuer: server.url, audience: client.id, algorithms: ['ES256'] });
  const { time, ...how } = payload.verified_claims.verification;
  assert.match(time, /^\d{4}-\d\d-\d\dT00:00:00Z$/);
  assert.deepEqual(how, {
    trust_framework: 'bonafide',
    assurance_level: 'low',
    evidence: [
      {
        type: 'document',
        check_details: [{ check_method: 'vri' }, { check_method: 'bvr' }],
        document_details: { type: 'passport' },
      },
    ],
  });
  assert.deepEqual(payload.verified_claims.claims, { age_over_18: true });
  assert.equal(payload.birthdate, undefined);
  const more = await openid.fetchUserInfo(config, grown.access_token, payload.sub);
  assert.deepEqual(more.verified_claims, {
    verification: { trust_framework: 'bonafide' },
    claims: { family_name: info.family_name },
  });
  const again = await openid.refreshTokenGrant(config, grown.refresh_token);
  assert.deepEqual(again.claims().verified_claims, payload.verified_claims);
});

test('userinfo answers a POST, and says what is wrong with a proof', async () => {
  const config = await configured(await shop());
  const { tokens } = await signIn(config);
  const keys = jose.createRemoteJWKSet(new URL(`${server.url}/oauth/jwks`));
  const { payload } = await jose.jwtVerify(tokens.id_token, keys, { issuer: server.url, algorithms: ['ES256'] });
  const endpoint = config.serverMetadata().userinfo_endpoint;
  const authorization = `Bearer ${tokens.access_token}`;
  const answer = await fetch(endpoint, { method: 'POST', headers: { authorization } });
  assert.equal((await answer.json()).sub, payload.sub);

  const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
  const { parameters, checks } = await begin();
  const url = await openid.buildAuthorizationUrlWithPAR(config, parameters, { DPoP });
  const callback = new URL(await ann.visit(url, ANN));
  const bound = await openid.authorizationCodeGrant(config, callback, checks, undefined, { DPoP });
  const told = await openid.fetchUserInfo(config, bound.access_token, payload.sub, { DPoP });
  assert.equal(told.email, 'ann@mail.example');
  const bad = await fetch(endpoint, { headers: { authorization: `DPoP ${bound.access_token}`, dpop: 'x.y.z' } });
  assert.equal(bad.status, 401);
  assert.match(bad.headers.get('www-authenticate'), /^DPoP error="invalid_dpop_proof"/);
  // A code that was asked for with a key is of no use to another one.
  const other = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
  const stolen = await begin();
  const pushed = await openid.buildAuthorizationUrlWithPAR(config, stolen.parameters, { DPoP });
  const brought = new URL(await ann.visit(pushed, ANN));
  await assert.rejects(openid.authorizationCodeGrant(config, brought, stolen.checks, undefined, { DPoP: other }), { error: 'invalid_grant' });
});

test('a client asks by a form, and for one person', async () => {
  const config = await configured(await shop());
  const { tokens } = await signIn(config);
  const ask = async (how) => {
    const { parameters, checks } = await begin(how);
    const url = openid.buildAuthorizationUrl(config, parameters);
    return { url, checks };
  };
  const form = await ask({ id_token_hint: tokens.id_token, prompt: 'none' });
  const body = form.url.searchParams;
  const cross = { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' };
  const sent = await fetch(`${server.url}/authorize`, { method: 'POST', body, headers: cross, redirect: 'manual' });
  assert.equal(sent.status, 303);
  const callback = await ann.visit(new URL(sent.headers.get('location'), server.url), ANN);
  const again = await openid.authorizationCodeGrant(config, new URL(callback), form.checks);
  assert.equal(again.claims().sub, tokens.claims().sub);
  for (const [wrong, status] of [
    [new URLSearchParams([...body, ['state', 'twice']]), 400],
    [new URLSearchParams([...body, ['x', 'x'.repeat(9000)]]), 400],
  ]) {
    const answer = await fetch(`${server.url}/authorize`, { method: 'POST', body: wrong, headers: cross, redirect: 'manual' });
    assert.equal(answer.status, status);
  }
  // Somebody else in this browser is not taken for her.
  const bob = new Person(server);
  await bob.join('bob.jones', 'a tram in the rain', 'bob@mail.example', '+31611112222');
  for (const how of [{ id_token_hint: tokens.id_token }, { claims: JSON.stringify({ id_token: { sub: { value: tokens.claims().sub } } }) }]) {
    const silent = await ask({ ...how, prompt: 'none' });
    const told = await bob.open(silent.url);
    await assert.rejects(openid.authorizationCodeGrant(config, new URL(told.out), silent.checks), { error: 'login_required' });
    assert.match((await bob.open((await ask(how)).url)).html, /action="\/account\/sign-in"/);
  }
});

test('somebody signs in on the way, and may say no', async () => {
  const config = await configured(await shop());
  const nobody = new Person(server);
  const no = await begin();
  const callback = await nobody.visit(openid.buildAuthorizationUrl(config, no.parameters), { ...ANN, agrees: false });
  await assert.rejects(openid.authorizationCodeGrant(config, new URL(callback), no.checks), { error: 'access_denied' });
  const max = await begin({ max_age: '0', login_hint: 'ann.smith' });
  const page = await nobody.open(openid.buildAuthorizationUrl(config, max.parameters));
  assert.match(page.html, /value="ann.smith"/);
  assert.match(page.html, /Sign in to go on to Shop/);
});

test('a client sends somebody to sign out', async () => {
  const config = await configured(await shop());
  const { tokens } = await signIn(config);
  const url = openid.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: BYE, state: 'z' });
  const page = await ann.open(url);
  assert.match(page.html, /Shop sent you here to sign out/);
  assert.equal(back(await ann.submit(page)), `${BYE}?state=z`);
  assert.match((await ann.open('/account')).html, /action="\/account\/sign-in"/);
  const foreign = openid.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: 'https://evil.example/' });
  assert.equal((await ann.open(foreign)).status, 400);
  await signIn(config);
});

test('openid-client and jose read what is signed and encrypted for them alone', async () => {
  const { publicKey, privateKey } = await jose.generateKeyPair('ECDH-ES', { extractable: true });
  const jwk = { ...(await jose.exportJWK(publicKey)), use: 'enc', kid: 'mine' };
  const signing = { userinfo_signed_response_alg: 'ES256' };
  const sealing = {
    id_token_encrypted_response_alg: 'ECDH-ES',
    id_token_encrypted_response_enc: 'A256GCM',
    userinfo_encrypted_response_alg: 'ECDH-ES',
    userinfo_encrypted_response_enc: 'A128GCM',
  };
  for (const [metadata, sealed] of [
    [signing, false],
    [{ ...signing, ...sealing, jwks: { keys: [jwk] } }, true],
  ]) {
    const client = await shop(metadata);
    const config = await configured(client);
    const told = config.serverMetadata();
    assert.deepEqual(told.id_token_encryption_alg_values_supported, ['ECDH-ES']);
    assert.deepEqual(told.userinfo_signing_alg_values_supported, ['ES256']);
    Object.assign(config.clientMetadata(), { userinfo_signed_response_alg: 'ES256' });
    if (sealed) openid.enableDecryptingResponses(config, ['A128GCM', 'A256GCM'], { key: privateKey, kid: 'mine' });
    const { tokens } = await signIn(config);
    assert.equal(tokens.id_token.split('.').length, sealed ? 5 : 3);
    const { sub } = tokens.claims();
    const info = await openid.fetchUserInfo(config, tokens.access_token, sub);
    assert.equal(info.email, 'ann@mail.example');
    const answer = await fetch(told.userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    assert.equal(answer.headers.get('content-type'), 'application/jwt');
    let token = await answer.text();
    if (sealed) {
      const { plaintext, protectedHeader } = await jose.compactDecrypt(token, privateKey);
      assert.deepEqual([protectedHeader.enc, protectedHeader.cty, protectedHeader.kid], ['A128GCM', 'JWT', 'mine']);
      token = Buffer.from(plaintext).toString();
      const opened = await jose.compactDecrypt(tokens.id_token, privateKey);
      assert.equal(opened.protectedHeader.enc, 'A256GCM');
      // A hint is the token that was signed.
      const hint = Buffer.from(opened.plaintext).toString();
      const url = openid.buildEndSessionUrl(config, { id_token_hint: hint, post_logout_redirect_uri: BYE });
      assert.match((await ann.open(url)).html, /Shop sent you here to sign out/);
    }
    const keys = jose.createRemoteJWKSet(new URL(told.jwks_uri));
    const { payload } = await jose.jwtVerify(token, keys, { issuer: server.url, audience: client.id });
    assert.deepEqual([payload.sub, payload.email], [sub, 'ann@mail.example']);
  }
});

test('a client hears of it when somebody signs out elsewhere', async () => {
  const place = await listening([503, 200]);
  try {
    const backchannel_logout_uri = place.address;
    const client = await shop({ backchannel_logout_uri, backchannel_logout_session_required: true });
    const config = await configured(client);
    const told = config.serverMetadata();
    assert.deepEqual([told.backchannel_logout_supported, told.backchannel_logout_session_supported], [true, true]);
    const { tokens } = await signIn(config);
    const { sub, sid } = tokens.claims();
    await ann.submit(await ann.open('/account'), {}, /<form[^>]*action="\/account\/sign-out"/);
    const heard = await place.heard(2);
    const keys = jose.createRemoteJWKSet(new URL(told.jwks_uri));
    const read = ({ headers, body }) => {
      assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
      const form = new URLSearchParams(body);
      const demands = { issuer: server.url, audience: client.id, typ: 'logout+jwt', maxTokenAge: '2m' };
      return jose.jwtVerify(form.get('logout_token'), keys, demands);
    };
    const [first, { payload }] = await Promise.all(heard.map(read));
    assert.deepEqual([payload.sub, payload.sid, payload.nonce], [sub, sid, undefined]);
    assert.deepEqual(payload.events, { 'http://schemas.openid.net/event/backchannel-logout': {} });
    assert.equal(first.payload.jti, payload.jti, 'told again, since the first time failed');
    await signIn(config);
  } finally {
    await place.close();
  }
});

test('a client is told of security events, and jose verifies them', async () => {
  const place = await listening([202, 202, 202]);
  try {
    const scope = 'openid profile email phone offline_access ssf.manage';
    const grant_types = ['authorization_code', 'refresh_token', 'client_credentials'];
    const client = await shop({ scope, grant_types });
    const config = await configured(client);
    const about = await (await fetch(`${server.url}/.well-known/ssf-configuration`)).json();
    assert.deepEqual([about.spec_version, about.issuer], ['1_0', server.url]);
    const { access_token: token } = await openid.clientCredentialsGrant(config, { scope: 'ssf.manage' });
    const call = async (address, method, body) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
      return [answer.status, await answer.text().then((text) => (text ? JSON.parse(text) : undefined))];
    };
    const delivery = {
      method: 'urn:ietf:rfc:8935',
      endpoint_url: place.address,
      authorization_header: 'Bearer for-the-shop',
    };
    const [made, stream] = await call(about.configuration_endpoint, 'POST', { delivery });
    assert.equal(made, 201, JSON.stringify(stream));
    assert.deepEqual([stream.aud, stream.iss], [client.id, server.url]);
    assert.equal(stream.delivery.authorization_header, undefined, 'told to nobody');
    assert.equal((await call(about.configuration_endpoint, 'POST', { delivery }))[0], 409);
    const { stream_id } = stream;
    const named = `?${new URLSearchParams({ stream_id })}`;
    assert.equal((await call(about.status_endpoint + named))[1].status, 'enabled');
    assert.equal((await call(about.status_endpoint, 'POST', { stream_id: 'another', status: 'paused' }))[0], 404);
    assert.equal((await call(about.verification_endpoint, 'POST', { stream_id, state: 'seen' }))[0], 204);
    assert.equal((await call(about.verification_endpoint, 'POST', { stream_id }))[0], 429);
    const keys = jose.createRemoteJWKSet(new URL(about.jwks_uri));
    const read = async ({ headers, body }) => {
      assert.deepEqual(
        [headers['content-type'], headers.authorization],
        ['application/secevent+jwt', 'Bearer for-the-shop'],
      );
      const demands = { issuer: server.url, audience: client.id, typ: 'secevent+jwt' };
      const { payload } = await jose.jwtVerify(body.toString(), keys, demands);
      assert.deepEqual([payload.exp, payload.sub], [undefined, undefined]);
      return payload;
    };
    const [verified] = await Promise.all((await place.heard(1)).map(read));
    const type = 'https://schemas.openid.net/secevent/ssf/event-type/verification';
    assert.deepEqual(verified.events, { [type]: { state: 'seen' } });
    assert.deepEqual(verified.sub_id, { format: 'opaque', id: stream_id });

    const { tokens } = await signIn(config);
    await ann.submit(await ann.open(`/account/services/end?client=${client.id}`), {}, /<form[^>]*services\/end"/);
    const heard = await Promise.all((await place.heard(2)).map(read));
    const ended = heard.find(({ jti }) => jti !== verified.jti);
    assert.deepEqual(Object.keys(ended.events), [
      'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
    ]);
    assert.deepEqual(ended.sub_id, { format: 'iss_sub', iss: server.url, sub: tokens.claims().sub });
    assert.equal((await call(about.configuration_endpoint + named, 'DELETE'))[0], 204);
    assert.deepEqual(await call(about.configuration_endpoint), [200, []]);
    const nobody = await fetch(about.configuration_endpoint);
    assert.equal(nobody.status, 401);
    assert.match(nobody.headers.get('www-authenticate'), /invalid_token/);
  } finally {
    await place.close();
  }
});

test('a code works once, for whoever asked, and outlives a restart', async () => {
  const client = await shop();
  const config = await configured(client);
  const code = async () => {
    const { parameters, checks } = await begin();
    return { checks, callback: new URL(await ann.visit(openid.buildAuthorizationUrl(config, parameters), ANN)) };
  };
  const { callback, checks } = await code();
  const exchange = () => openid.authorizationCodeGrant(config, callback, checks);
  const both = await Promise.allSettled([exchange(), exchange(), exchange()]);
  const won = both.filter(({ status }) => status === 'fulfilled');
  assert.equal(won.length, 1, 'exactly one');
  assert.equal((await openid.tokenIntrospection(config, won[0].value.access_token)).active, false, 'and not for long');
  await assert.rejects(openid.refreshTokenGrant(config, won[0].value.refresh_token), { error: 'invalid_grant' });

  const wrong = await code();
  const other = { ...wrong.checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() };
  await assert.rejects(openid.authorizationCodeGrant(config, wrong.callback, other), { error: 'invalid_grant' });
  await assert.rejects(openid.authorizationCodeGrant(config, wrong.callback, wrong.checks), { error: 'invalid_grant' });

  const stolen = await code();
  const thief = await configured(await shop());
  await assert.rejects(openid.authorizationCodeGrant(thief, stolen.callback, stolen.checks), { error: 'invalid_grant' });

  // Somebody else's server cannot pass its answer off as ours, nor ours as its own.
  const mixed = await code();
  mixed.callback.searchParams.set('iss', 'https://evil.example');
  await assert.rejects(openid.authorizationCodeGrant(config, mixed.callback, mixed.checks), { code: 'OAUTH_INVALID_RESPONSE' });

  const late = await code();
  await server.kill();
  await server.restart();
  const tokens = await openid.authorizationCodeGrant(config, late.callback, late.checks);
  assert.equal(tokens.claims().aud, client.id);
});

test('openid-client registers itself with a key of its organisation, and signs somebody in', async () => {
  const { secret: initialAccessToken } = await organisation.call('POST', '/api-keys', {
    name: 'registers clients',
    scopes: ['clients:write'],
  });
  const metadata = { client_name: 'Shop', redirect_uris: [BACK], scope: 'openid email offline_access' };
  const register = (how, token = initialAccessToken) =>
    openid.dynamicClientRegistration(issuer, { ...metadata, ...how }, openid.ClientSecretBasic(), {
      initialAccessToken: token,
      ...discovering,
    });
  const config = await register({ grant_types: ['authorization_code', 'refresh_token'], contacts: ['it@shop.example'] });
  const made = config.clientMetadata();
  assert.match(made.client_id, /^client_/);
  assert.deepEqual([made.client_secret_expires_at, made.response_types], [0, ['code']]);
  assert.deepEqual([made.client_name, made.contacts, made.token_endpoint_auth_method], ['Shop', undefined, 'client_secret_basic']);
  const { tokens } = await signIn(config);
  assert.equal(tokens.claims().aud, made.client_id);
  assert.equal((await organisation.call('GET', `/clients/${made.client_id}`)).name, 'Shop');
  for (const [how, error] of [
    [{ redirect_uris: ['http://shop.example/cb#x'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: [] }, 'invalid_redirect_uri'],
    [{ response_types: ['code id_token'] }, 'invalid_client_metadata'],
    [{ id_token_signed_response_alg: 'none' }, 'invalid_client_metadata'],
    [{ software_statement: 'e30.e30.' }, 'invalid_client_metadata'],
    [{ backchannel_logout_uri: 'file:///etc/passwd' }, 'invalid_client_metadata'],
  ]) {
    await assert.rejects(register(how), { error }, JSON.stringify(how));
  }
  const { secret: reads } = await organisation.call('POST', '/api-keys', { name: 'reads', scopes: ['clients:read'] });
  for (const [token, status] of [[undefined, 401], ['nonsense', 401], [reads, 403]]) {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const endpoint = config.serverMetadata().registration_endpoint;
    const answer = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(metadata) });
    assert.equal(answer.status, status);
  }
});

test('nobody is sent to an address that is not registered', async () => {
  const client = await shop({ redirect_uris: ['https://shop.example/cb'] });
  const { parameters } = await begin({ response_type: 'code', client_id: client.id });
  const at = (uri, more = '') => `/authorize?${new URLSearchParams({ ...parameters, redirect_uri: uri })}${more}`;
  for (const uri of [
    'https://evil.example/cb',
    'https://shop.example/cb/',
    'https://shop.example/cb?x=y',
    'https://shop.example/cb#x',
    'https://shop.example/cb%00',
    'https://shop.example/cb/../cb',
    'https://shop.example/CB',
    'HTTPS://shop.example/cb',
    'https://shop.example:443/cb',
    'https://shop.example@evil.example/cb',
    'https://shop.example.evil.example/cb',
    'https://shop.example\\@evil.example/cb',
    'http://shop.example/cb',
    '//shop.example/cb',
    'javascript:alert(1)//shop.example/cb',
    'https://ѕhop.example/cb',
  ]) {
    const page = await ann.open(at(uri));
    assert.deepEqual([page.status, page.out], [400, undefined], uri);
    assert.match(page.html, /data-notice="authorization-refused"/);
  }
  const good = at('https://shop.example/cb');
  for (const more of ['&redirect_uri=https%3A%2F%2Fevil.example', '&client_id=x', '&state=y', '&request=x.y.z']) {
    assert.equal((await ann.open(good + more)).status, 400, more);
  }
  for (const [name, value, error] of [
    ['response_type', 'token', 'unsupported_response_type'],
    ['response_type', 'code id_token', 'unsupported_response_type'],
    ['code_challenge_method', 'plain', 'invalid_request'],
    ['code_challenge', '', 'invalid_request'],
    ['scope', 'openid admin', 'invalid_scope'],
    ['response_mode', 'form_post', 'invalid_request'],
    ['prompt', 'none login', 'invalid_request'],
  ]) {
    const asked = new URLSearchParams({ ...parameters, redirect_uri: 'https://shop.example/cb', [name]: value });
    const { out } = await ann.open(`/authorize?${asked}`);
    const told = new URL(out);
    assert.equal(told.origin + told.pathname, 'https://shop.example/cb');
    assert.deepEqual(
      ['error', 'state', 'iss'].map((key) => told.searchParams.get(key)),
      [error, parameters.state, server.url],
      `${name}=${value}`,
    );
  }
});

test('signing in anew, and proving again, give another cookie and end the one before', async () => {
  const name = '__Host-bonafide-account';
  const browser = new Person(server);
  const config = await configured(await shop());
  const enter = async () => {
    const { parameters } = await begin({ prompt: 'login' });
    await browser.visit(openid.buildAuthorizationUrl(config, parameters), ANN);
    return browser.cookies.get(name);
  };
  const stands = async (cookie) => {
    const thief = new Person(server);
    thief.cookies.set(name, cookie);
    return (await thief.open('/account')).html.includes('ann@mail.example');
  };
  const first = await enter();
  assert.ok(await stands(first));
  const second = await enter();
  assert.notEqual(first, second);
  assert.deepEqual([await stands(first), await stands(second)], [false, true]);
  const home = await browser.open('/account');
  const csrf = home.html.match(/<input type="hidden" name="csrf" value="[^"]*">/)[0];
  await browser.submit({ html: `<form method="post" action="/account/prove">${csrf}</form>` }, { password: ANN.password });
  const third = browser.cookies.get(name);
  assert.notEqual(second, third);
  assert.deepEqual([await stands(second), await stands(third)], [false, true]);
});

test('pages are not framed, forms not forged, sessions not planted', async () => {
  const client = await shop({ name: 'Frames' });
  const { parameters } = await begin({ response_type: 'code', client_id: client.id });
  const url = `/authorize?${new URLSearchParams(parameters)}`;
  const page = await ann.open(url);
  assert.equal(page.headers.get('x-frame-options'), 'DENY');
  assert.match(page.headers.get('content-security-policy'), /frame-ancestors 'none'/);
  assert.match(page.headers.get('cache-control'), /no-store/);
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
  const forged = await ann.submit({ html: page.html.replace(/(name="csrf" value=")[^"]*/, '$1x') }, { decision: 'yes' });
  assert.ok(forged.status >= 400 && !forged.out);
  // From a page of another site.
  const origin = server.url.replace('127.0.0.1', 'localhost');
  const cookie = [...ann.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const foreign = await fetch(`${origin}/authorize/decide`, {
    method: 'POST',
    headers: { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams({ decision: 'yes' }),
  });
  assert.ok(foreign.status >= 400);
  // Whoever signs in gets a session that nobody knew before, whatever cookie was there.
  const planted = new Person(server);
  planted.cookies.set('__Host-bonafide-account', 'planted-by-somebody-else-000000');
  await planted.visit(url, ANN);
  assert.notEqual(planted.cookies.get('__Host-bonafide-account'), 'planted-by-somebody-else-000000');
  // Where one goes on to after signing in is not taken from the request.
  const plainly = new Person(server);
  const form = await plainly.open('/account/sign-in?next=https://evil.example/&return_to=//evil.example');
  const home = await plainly.submit(form, ANN);
  assert.equal(home.out, undefined);
  assert.match(home.html, /ann.smith/);
});
