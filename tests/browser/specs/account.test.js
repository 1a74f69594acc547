// A person opens an account with codes from the mailbox page, signs in by password and by passkey,
// forgets the password, is told of changes, blocks the account and opens it again.

import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { authenticated, ceremonies, registered } from '../lib/ceremonies.js';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';
import { look } from '../lib/look.js';
import { Mailbox } from '../lib/mailbox.js';
import { keepPasskeys, watch } from '../lib/browser.js';

const MAIL = 'ann@mail.example';
const PHONE = '+31612345678';
const PASSWORD = 'a lamp on the harbour';
const ANOTHER = 'seven quiet boats drifting';

/** The code (RFC 6238) of a secret in base 32, so many half minutes from now. */
function oneTimeCode(secret, ahead) {
  const letters = [...secret.replaceAll(' ', '')];
  const bits = letters.map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', key).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

describe('an account', () => {
  const at = house();
  let page;
  let origin;
  let complaints;
  let mailbox;

  before(async () => {
    const context = await at.browser.person({ width: 1280 });
    page = await context.newPage();
    complaints = watch(page);
    await keepPasskeys(page);
    await page.goto(`${at.server.url}/account/sign-in`);
    origin = new URL(page.url()).origin;
    mailbox = new Mailbox(at);
  });

  const told = (to, pattern) => mailbox.told(to, pattern);
  const code = (to) => mailbox.code(to);
  const main = () => page.locator('form[data-ask] button.button').first().click();
  const arrive = (path) => page.waitForURL((url) => url.pathname === path);

  async function signIn(name, password) {
    await page.goto(`${origin}/account/sign-in`);
    await page.locator('#name').fill(name);
    await page.locator('#password').fill(password);
    await main();
  }

  async function recover() {
    await page.goto(`${origin}/account/password`);
    await look(page, 'account-10-forgotten');
    await page.locator('#name').fill('ann.smith');
    await main();
    await arrive('/account/password/codes');
    await look(page, 'account-11-codes');
    await page.locator('#mail').fill(await code(MAIL));
    await page.locator('#phone').fill(await code(PHONE));
    await main();
    await arrive('/account/password/choose');
    await look(page, 'account-12-another');
  }

  test('is opened with codes from mail and phone', async () => {
    await page.goto(`${origin}/account/new`);
    await look(page, 'account-1-open');
    await main();
    await page.locator('#address').waitFor();
    await look(page, 'account-2-mail');
    await page.locator('#address').fill(MAIL);
    await main();
    await page.locator('#code').waitFor();
    await look(page, 'account-3-mail-code');
    await page.locator('#code').fill('1234');
    await main();
    await page.locator('[data-notice="account-code-wrong"]').waitFor();
    await look(page, 'account-4-wrong-code');
    await page.locator('#code').fill(await code(MAIL));
    await main();
    await page.locator('#address[type="tel"]').waitFor();
    await look(page, 'account-5-phone');
    await page.locator('#address').fill('+31 6 1234 5678');
    await main();
    await page.locator('#code').waitFor();
    await page.locator('details:not(.languages) summary').click();
    assert.equal(await page.locator('details:not(.languages) li').count(), 4);
    await look(page, 'account-6-phone-code');
    await page.locator('#code').fill(await code(PHONE));
    await main();
    await page.locator('#user').waitFor();
    await look(page, 'account-7-choose');
    await page.locator('#user').fill('ann.smith');
    await page.locator('#password').fill('password1');
    await page.locator('bf-strength meter').waitFor();
    await page.getByText('Easily guessed').waitFor();
    await look(page, 'account-34-strength');
    await main();
    await page.locator('[data-notice="password-unsuitable"]').waitFor();
    assert.equal(await page.locator('#user').inputValue(), 'ann.smith');
    await page.locator('#password').fill(PASSWORD);
    await page.getByText('Very hard to guess').waitFor();
    await main();
    await arrive('/account');
    await look(page, 'account-8-home');
  });

  test('is left and entered with the password', async () => {
    await page.locator('form[action="/account/sign-out"] button').click();
    await arrive('/account/sign-in');
    await look(page, 'account-9-sign-in');
    await signIn('ann.smith', 'another lamp elsewhere');
    await page.locator('[data-notice="sign-in-failed"]').waitFor();
    await signIn(MAIL, PASSWORD);
    await arrive('/account');
  });

  test('gets a passkey, is told of it, and is entered with it', async () => {
    const held = ceremonies(page);
    await page.locator('bf-passkey button.button').click();
    await page.locator('ul.passkeys li').waitFor();
    await told(MAIL, /passkey was added/);
    await page.locator('form[action="/account/sign-out"] button').click();
    await arrive('/account/sign-in');
    await page.locator('bf-passkey button.button').click();
    await arrive('/account');
    await look(page, 'account-13-home-passkey');
    const [first, second] = await held();
    await authenticated(second, await registered(first, origin), origin);
  });

  test('a verified guest keeps what was proven, after signing in', async () => {
    await page.goto(`${origin}/account`);
    await page.locator('form[action="/account/sign-out"] button').click();
    await arrive('/account/sign-in');
    const session = await at.live.open();
    // Cookies of accounts belong to `localhost`, as does a demonstration.
    const journey = new Journey(at.browser, page);
    await page.goto(session.url.replace('127.0.0.1', 'localhost'));
    await journey.toPhotograph();
    await journey.photograph('document_front', fixture('passport-a-front.mjpeg'));
    await journey.confirmFields();
    await journey.photograph('selfie', fixture('selfie-a2.mjpeg'));
    assert.equal(await journey.result(), 'verified');
    await look(page, 'account-20-verified');
    await page.locator('a[href="/account/keep"]').click();
    await arrive('/account/keep');
    await look(page, 'account-21-keep-signed-out');
    assert.equal(await page.locator('form[action="/account/keep"]').count(), 0);
    await signIn('ann.smith', PASSWORD);
    await arrive('/account');
    await look(page, 'account-22-home-pending');
    await page.locator('a[href="/account/keep"]').click();
    await arrive('/account/keep');
    await look(page, 'account-23-keep');
    await main();
    // There is a passkey, so that the password that was given just now is not enough.
    await arrive('/account/prove');
    await page.locator('#password').fill(PASSWORD);
    await main();
    await arrive('/account/prove/text');
    await look(page, 'account-29-prove-by-text');
    await page.locator('#code').fill('1234 5678');
    await main();
    await page.locator('[data-notice="account-code-wrong"]').waitFor();
    await page.locator('#code').fill(await code(PHONE));
    await main();
    await arrive('/account/keep');
    await main();
    await arrive('/account');
    assert.equal(await page.locator('a[href="/account/keep"]').count(), 0);
    const facts = await page.locator('dl.facts').nth(1).innerText();
    assert.match(facts, /1974|19\d\d/);
    assert.match(facts, /check digit/);
    await told(MAIL, /verified identity was added/);
    await look(page, 'account-24-home-identity');
  });

  test('tells a service who somebody is, once they saw it', async () => {
    const back = 'http://127.0.0.1:49152/cb';
    const client = await at.live.call('POST', '/clients', {
      name: 'Library',
      grant_types: ['authorization_code'],
      redirect_uris: [back],
      scope: 'openid profile',
    });
    await page.route(`${back}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Library</title>' }));
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: client.id,
      response_type: 'code',
      redirect_uri: back,
      scope: 'openid profile',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    await page.goto(`${origin}/authorize?${query}`);
    await page.locator('form[action="/authorize/decide"]').waitFor();
    const facts = await page.locator('dl.facts').innerText();
    assert.match(facts, /Whole name/);
    assert.match(facts, /Date of birth/);
    await look(page, 'account-25-share-identity');
    await page.locator('button[value="yes"]').click();
    await page.waitForURL(`${back}**`);
    const code = new URL(page.url()).searchParams.get('code');
    const answer = await fetch(`${at.server.url}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client.id}:${client.client_secret}`)}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: back, code_verifier: verifier }),
    });
    const { access_token: token } = await answer.json();
    const told = await (await fetch(`${at.server.url}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } })).json();
    assert.deepEqual(Object.keys(told).sort(), ['birthdate', 'family_name', 'given_name', 'name', 'sub']);
    assert.match(told.birthdate, /^\d{4}-\d\d-\d\d$/);
    for (const value of [told.name, told.given_name, told.family_name]) assert.ok(facts.includes(value), 'it was shown');
    await page.unroute(`${back}**`);
    await page.goto(`${origin}/account`);
  });

  test('answers a device without a browser, whose code is typed', async () => {
    const grant = 'urn:ietf:params:oauth:grant-type:device_code';
    const client = await at.live.call('POST', '/clients', { name: 'Television', grant_types: [grant], scope: 'openid email' });
    const authorization = `Basic ${btoa(`${client.id}:${client.client_secret}`)}`;
    const send = async (path, fields) => {
      const init = { method: 'POST', headers: { authorization }, body: new URLSearchParams(fields) };
      return (await fetch(at.server.url + path, init)).json();
    };
    const shown = await send('/oauth/device_authorization', { scope: 'openid email' });
    await page.goto(`${origin}/device`);
    await page.locator('#user_code').fill('bcdf ghjk');
    await main();
    await page.locator('.notice').waitFor();
    assert.equal(await page.locator('#user_code').inputValue(), 'bcdf ghjk', 'what was typed is kept');
    await look(page, 'account-26-device-code');
    await page.locator('#user_code').fill(shown.user_code.toLowerCase());
    await main();
    await page.locator('form[action="/authorize/decide"]').waitFor();
    assert.ok((await page.locator('main').innerText()).includes(shown.user_code));
    await look(page, 'account-27-device');
    await page.locator('button[value="yes"]').click();
    await page.locator('form[action="/authorize/decide"]').waitFor({ state: 'detached' });
    await look(page, 'account-28-device-done');
    const { access_token: token } = await send('/oauth/token', { grant_type: grant, device_code: shown.device_code });
    assert.ok(token);
    await page.goto(`${origin}/account`);
  });

  test('is recovered when the password is forgotten', async () => {
    await recover();
    await page.locator('#password').fill(ANOTHER);
    await main();
    await arrive('/account/sign-in');
    await signIn('ann.smith', PASSWORD);
    await page.locator('[data-notice="sign-in-failed"]').waitFor();
    await signIn('Ann_Smith', ANOTHER);
    await arrive('/account');
  });

  test('"this was not me" shows, and blocks only when told to', async () => {
    const link = (await told(MAIL, /password of your account was changed/)).match(/https?:\/\/\S+/)[0];
    const context = await at.browser.person({ width: 1280 });
    const elsewhere = await context.newPage();
    await elsewhere.goto(link);
    await look(elsewhere, 'account-14-notice');
    await page.goto(`${origin}/account`);
    assert.equal(new URL(page.url()).pathname, '/account', 'looking blocked nothing');
    await elsewhere.locator('main form button').click();
    await elsewhere.waitForURL((url) => url.pathname === '/account/sign-in');
    await look(elsewhere, 'account-15-blocked');
    await context.close();
    await signIn('ann.smith', ANOTHER);
    await page.locator('[data-notice="account-blocked"]').waitFor();
  });

  test('what was blocked is opened again by both addresses, without its passkeys', async () => {
    await recover();
    await page.locator('#password').fill(PASSWORD);
    await main();
    await arrive('/account/sign-in');
    await signIn('ann.smith', PASSWORD);
    await arrive('/account');
    assert.equal(await page.locator('ul.passkeys li').count(), 0);
    await page.locator('a[href="/account/block"]').click();
    await arrive('/account/block');
    await look(page, 'account-16-block');
  });

  test('gets another password and mail address, proven first', async () => {
    await page.goto(`${origin}/account`);
    await page.locator('a[href="/account/change/password"]').click();
    await arrive('/account/change/password');
    await look(page, 'account-30-change-password');
    await page.locator('#password').fill(PASSWORD);
    await main();
    await arrive('/account');
    await told(MAIL, /password of your account was changed/);
    await page.locator('a[href="/account/change/mail"]').click();
    await page.locator('#address').waitFor();
    await look(page, 'account-31-change-mail');
    await page.locator('#address').fill('ann@post.example');
    await main();
    await page.locator('#code').waitFor();
    await look(page, 'account-32-change-code');
    await page.locator('#code').fill(await code('ann@post.example'));
    await main();
    await arrive('/account');
    assert.match(await page.locator('dl.facts').first().innerText(), /ann@post\.example/);
    await told(MAIL, /mail address of your account was changed/);
    await page.locator('a[href="/account/change/phone"]').click();
    await page.locator('[data-notice="contact-changed-lately"]').waitFor();
    await look(page, 'account-33-too-early');
    await page.goto(`${origin}/account`);
  });

  test('prints recovery codes, once', async () => {
    await page.locator('a[href="/account/codes"]').click();
    await arrive('/account/codes');
    await look(page, 'account-50-codes');
    await main();
    await page.locator('ol.printed li').first().waitFor();
    assert.equal(await page.locator('ol.printed li').count(), 10);
    await look(page, 'account-51-printed');
    await page.locator('a.button[href="/account"]').click();
    await arrive('/account');
    await page.getByText('10 are left').waitFor();
  });

  test('asks for a code of an app after the password, until the app is removed', async () => {
    await page.locator('a[href="/account/code-apps"]').click();
    await arrive('/account/code-apps');
    await look(page, 'account-60-code-app');
    await main();
    await page.locator('.qr svg').waitFor();
    await page.locator('details.way summary').click();
    const secret = await page.locator('[data-secret]').textContent();
    await page.locator('#name').fill('My phone');
    await page.locator('#code').fill('12345');
    await main();
    await page.locator('[data-notice="one-time-code-wrong"]').waitFor();
    await look(page, 'account-61-wrong-code');
    await page.locator('#code').fill(oneTimeCode(secret, 0));
    await main();
    await arrive('/account');
    await page.locator('[data-code-apps] li', { hasText: 'My phone' }).waitFor();
    await told('ann@post.example', /one-time codes was added/);
    await look(page, 'account-62-code-apps');
    await page.locator('form[action="/account/sign-out"] button').click();
    await arrive('/account/sign-in');
    await signIn('ann.smith', PASSWORD);
    await arrive('/account/sign-in/code');
    await look(page, 'account-63-asked');
    // The one after the present one, which was used: clocks may differ by as much.
    await page.locator('#code').fill(oneTimeCode(secret, 1));
    await main();
    await arrive('/account');
    assert.match(await page.locator('ul.sessions').last().textContent(), /password and code/);
    await page.locator('form[action="/account/code-apps/remove"] button').click();
    await page.locator('[data-code-apps]').waitFor({ state: 'detached' });
    await told('ann@post.example', /one-time codes was removed/);
  });

  test('says what would make it safer', async () => {
    await page.goto(`${origin}/account`);
    await page.locator('a[href="/account/check-up"]').click();
    await arrive('/account/check-up');
    await look(page, 'account-51-check-up');
    assert.equal(await page.locator('ul.services li').count(), 5);
    await page.locator('a[href="/account#passkeys"]').first().click();
    await arrive('/account');
    assert.equal(new URL(page.url()).hash, '#passkeys');
  });

  test('hands out what it has, as a file', async () => {
    await page.locator('a[href="/account/export"]').click();
    await arrive('/account/export');
    await look(page, 'account-40-export');
    const [file] = await Promise.all([page.waitForEvent('download'), main()]);
    assert.equal(file.suggestedFilename(), 'account.json');
    const data = JSON.parse(readFileSync(await file.path(), 'utf8'));
    assert.equal(data.user_id, 'ann.smith');
    assert.equal(data.contacts[0].address, 'ann@post.example');
    assert.equal(data.identity.proven.document, 'passport');
  });

  test('is to be erased in a week, and is kept after all', async () => {
    await page.goto(`${origin}/account`);
    await page.locator('a[href="/account/erase"]').click();
    await arrive('/account/erase');
    await look(page, 'account-41-erase');
    await main();
    await arrive('/account');
    await page.locator('form[action="/account/erase/keep"]').waitFor();
    await look(page, 'account-42-erasing');
    await told('ann@post.example', /erased in 7 days/);
    await page.locator('form[action="/account/erase/keep"] button').click();
    await page.locator('a[href="/account/erase"]').waitFor();
    await told('ann@post.example', /kept after all/);
  });

  test('tells what happened, as a list and as a file', async () => {
    await page.locator('a[href="/account/history"]').click();
    await arrive('/account/history');
    const lines = page.locator('ul.services > li');
    assert.ok((await lines.count()) > 10);
    await look(page, 'account-35-history');
    const kinds = await page.locator('#kind option').evaluateAll((options) => options.map((option) => option.value));
    assert.ok(kinds.length > 2);
    const of = new Map();
    for (const kind of kinds.slice(1)) {
      await page.selectOption('#kind', kind);
      await page.locator('form.filters button').click();
      await page.waitForURL((url) => url.searchParams.get('kind') === kind);
      of.set(kind, await lines.count());
    }
    // Every event is of one kind.
    assert.ok([...of.values()].filter((count) => count > 0).length > 1);
    await page.goto(`${origin}/account/history?until=2001-01-01`);
    assert.equal(await lines.count(), 0);
    await look(page, 'account-36-history-empty');
    await page.goto(`${origin}/account/history`);
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('a[download]').click()]);
    const told = JSON.parse(readFileSync(await file.path(), 'utf8'));
    assert.ok(JSON.stringify(told).includes('password'));
  });

  test('every page of the account has a way out', async () => {
    for (const path of ['', '/history', '/check-up', '/services', '/codes', '/pin', '/code-apps', '/change/mail', '/export', '/erase', '/block', '/prove']) {
      await page.goto(`${origin}/account${path}`);
      await page.locator('a.way-out').waitFor();
    }
    await page.locator('a.way-out').click();
    await arrive('/account/sign-out');
    await look(page, 'account-37-sign-out');
    await main();
    await arrive('/account/sign-in');
    assert.equal(await page.locator('a.way-out').count(), 0);
    await page.goto(`${origin}/account`);
    await arrive('/account/sign-in');
  });

  test('nothing was logged, thrown or asked elsewhere', () => {
    assert.deepEqual(complaints, []);
  });
});
