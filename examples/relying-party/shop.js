// A shop on this machine that people sign in to with Bonafide: what a service needs, by an ordinary client library.
//
//   BONAFIDE_URL    where Bonafide is, http://127.0.0.1:8080 unless given
//   BONAFIDE_KEY    an API key with the scope clients:write, to register the shop the first time
//   SHOP_PORT       8090 unless given; 0 for any that is free
//   SHOP_STATE      the file in which the shop keeps its registration, shop.json unless given

import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as openid from 'openid-client';

const bonafide = process.env.BONAFIDE_URL ?? 'http://127.0.0.1:8080';
const file = process.env.SHOP_STATE ?? 'shop.json';
const SESSIONS = 1000;
const sessions = new Map();

/** The shop's registration: that of last time, or a new one. */
async function registration() {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const answer = await fetch(`${bonafide}/v1/clients`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.BONAFIDE_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Corner shop',
      grant_types: ['authorization_code', 'refresh_token'],
      // Of loopback addresses the port does not count.
      redirect_uris: ['http://127.0.0.1/cb'],
      post_logout_redirect_uris: ['http://127.0.0.1/'],
      scope: 'openid email phone offline_access',
    }),
  });
  if (!answer.ok) throw new Error(`the shop could not be registered: ${answer.status} ${await answer.text()}`);
  const { id, client_secret: secret } = await answer.json();
  writeFileSync(file, JSON.stringify({ id, secret }), { mode: 0o600 });
  return { id, secret };
}

const escape = (text) => String(text).replace(/[&<>"]/g, (one) => `&#${one.codePointAt(0)};`);

function page(body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Corner shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:18px/1.5 system-ui;max-width:34rem;margin:2rem auto;padding:0 1rem}
a.go{display:inline-block;padding:.7rem 1.2rem;border-radius:.4rem;background:#0b4f6c;color:#fff;text-decoration:none}
dt{font-weight:600}dd{margin:0 0 .6rem;overflow-wrap:anywhere}</style></head><body><main>${body}</main></body></html>`;
}

const { id, secret } = await registration();
const insecure = new URL(bonafide).protocol === 'http:' ? [openid.allowInsecureRequests] : [];
const prove = openid.ClientSecretBasic(secret);
const config = await openid.discovery(new URL(bonafide), id, undefined, prove, { execute: insecure });

/** The visitor's session; `undefined` unless the shop gave the cookie out. */
function visitor(request) {
  const cookie = /(?:^|; )shop=([0-9a-f-]{36})/.exec(request.headers.cookie ?? '')?.[1];
  return sessions.get(cookie);
}

const routes = {
  '/': (request) => {
    const { claims } = visitor(request) ?? {};
    if (!claims) {
      return page('<h1>Corner shop</h1><p>Whoever signs in sees what the shop is told.</p>' +
        '<p><a class="go" href="/sign-in">Sign in with Bonafide</a></p>');
    }
    const rows = Object.entries(claims).map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`);
    return page(`<h1>Welcome</h1><dl>${rows.join('')}</dl><p><a class="go" href="/sign-out">Sign out</a></p>`);
  },

  '/sign-in': async (_, { origin }) => {
    const checks = {
      pkceCodeVerifier: openid.randomPKCECodeVerifier(),
      expectedState: openid.randomState(),
      expectedNonce: openid.randomNonce(),
      idTokenExpected: true,
    };
    const url = await openid.buildAuthorizationUrlWithPAR(config, {
      redirect_uri: `${origin}/cb`,
      scope: 'openid email',
      code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: checks.expectedState,
      nonce: checks.expectedNonce,
    });
    // A new session each time: nobody can plant one.
    const cookie = randomUUID();
    if (sessions.size >= SESSIONS) sessions.delete(sessions.keys().next().value);
    sessions.set(cookie, { checks });
    return { to: url.href, cookie };
  },

  '/cb': async (request, url) => {
    const session = visitor(request);
    if (!session?.checks) return { to: '/' };
    const { checks } = session;
    delete session.checks;
    const tokens = await openid.authorizationCodeGrant(config, url, checks);
    const { sub, acr, amr } = tokens.claims();
    const told = await openid.fetchUserInfo(config, tokens.access_token, sub);
    Object.assign(session, { idToken: tokens.id_token, claims: { ...told, acr, amr: amr.join(' ') } });
    return { to: '/' };
  },

  '/sign-out': (request, { origin }) => {
    const session = visitor(request);
    if (!session?.idToken) return { to: '/' };
    const parameters = { id_token_hint: session.idToken, post_logout_redirect_uri: `${origin}/` };
    for (const key of Object.keys(session)) delete session[key];
    return { to: openid.buildEndSessionUrl(config, parameters).href };
  },
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url, `http://127.0.0.1:${server.address().port}`);
  const route = request.method === 'GET' ? routes[url.pathname] : undefined;
  let answer;
  try {
    answer = route && (await route(request, url));
  } catch (error) {
    console.error(error.message);
    response.statusCode = 502;
    answer = page(`<h1>That did not work</h1><p>${escape(error.error ?? error.message)}</p><p><a href="/">Back</a></p>`);
  }
  response.setHeader('cache-control', 'no-store');
  if (answer?.cookie) response.setHeader('set-cookie', `shop=${answer.cookie}; Path=/; HttpOnly; SameSite=Lax`);
  if (answer?.to) return response.writeHead(303, { location: answer.to }).end();
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  return response.writeHead(answer ? response.statusCode : 404).end(answer ?? page('<h1>Not here</h1>'));
});
server.listen(Number(process.env.SHOP_PORT ?? 8090), '127.0.0.1', () => {
  console.log(`the shop is at http://127.0.0.1:${server.address().port}/`);
});
