// What a page's ceremonies with passkeys came to, judged by a library of another maker.

import assert from 'node:assert/strict';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';

/** Notes what the server asks of a page's authenticator, and what that answers; gives both, each with the other. */
export function ceremonies(page) {
  const asked = [];
  const answered = [];
  page.on('response', (response) => {
    if (response.request().method() !== 'POST' || !response.headers()['content-type']?.includes('json')) return;
    asked.push(response.json().then(({ publicKey }) => publicKey, () => undefined));
  });
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.postData()?.includes('clientDataJSON')) answered.push(request.postDataJSON());
  });
  return async () => {
    const all = await Promise.all(asked);
    return answered.map((answer) => {
      const { challenge } = JSON.parse(Buffer.from(answer.response.clientDataJSON, 'base64url'));
      return { answered: answer, asked: all.find((one) => one?.challenge === challenge) };
    });
  };
}

const expected = (asked, origin) => ({
  expectedChallenge: asked.challenge,
  expectedOrigin: origin,
  expectedRPID: new URL(origin).hostname,
  requireUserVerification: true,
});

/** A passkey that was set up, as the library reads it. */
export async function registered({ asked, answered }, origin) {
  assert.deepEqual([asked.rp.id, asked.authenticatorSelection.userVerification], [new URL(origin).hostname, 'required']);
  assert.equal(asked.authenticatorSelection.residentKey, 'required');
  const { verified, registrationInfo } = await verifyRegistrationResponse({ response: answered, ...expected(asked, origin) });
  assert.ok(verified);
  assert.ok(registrationInfo.userVerified);
  const another = { ...expected(asked, origin), expectedChallenge: asked.challenge.replace(/^./, (one) => (one === 'A' ? 'B' : 'A')) };
  await assert.rejects(verifyRegistrationResponse({ response: answered, ...another }), /challenge/);
  return registrationInfo.credential;
}

/** Whether somebody signed in with it, as the library sees it; nobody was named beforehand. */
export async function authenticated({ asked, answered }, credential, origin) {
  assert.equal(asked.userVerification, 'required');
  assert.deepEqual(asked.allowCredentials ?? [], []);
  const judged = { response: answered, credential, ...expected(asked, origin) };
  const { verified, authenticationInfo } = await verifyAuthenticationResponse(judged);
  assert.ok(verified);
  assert.ok(authenticationInfo.userVerified);
}
