// A desktop hands over to a phone, follows what happens there, and gets the journey back.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';
import { look } from '../lib/look.js';

/** The form that asks the phone's person whether they began this. */
const MINE = 'form[action="/verify/mine"]';

describe('from the desktop to the phone', () => {
  const at = house();

  async function offered() {
    const session = await at.live.open();
    const desktop = await Journey.begin(at.browser, session.url);
    await desktop.toPhotograph();
    await desktop.page.goto(`${at.server.url}/verify/device`);
    await desktop.page.locator('form[action="/verify/device"] button').click();
    const link = await desktop.page.locator('#link').inputValue();
    const number = (await desktop.page.locator('.number').innerText()).trim();
    return { session, desktop, link, number };
  }

  /** A phone on which the number was entered, and which asks whether its person began this. */
  async function entered(link, number) {
    const phone = await Journey.begin(at.browser, link, { width: 360 });
    await phone.page.locator('#number').fill(number);
    await phone.page.locator('main form button.button').first().click();
    await phone.page.locator(MINE).waitFor();
    return phone;
  }

  test('on loopback the page says that a QR code would lead nowhere', async () => {
    const { desktop } = await offered();
    assert.equal(await desktop.page.locator('.qr').count(), 0);
    assert.ok(await desktop.page.locator('main section[data-notice]').first().isVisible());
    await desktop.end();
  });

  test('the phone takes up with the number, the desktop follows to the end', async () => {
    const { session, desktop, link, number } = await offered();
    const phone = await entered(link, number);
    await desktop.page.locator('.now').waitFor();
    await phone.page.locator(`${MINE} button:not(.secondary)`).click();
    await phone.photograph('document_front', fixture('passport-a-front.mjpeg'));
    await desktop.page.locator('.now').waitFor();
    await phone.confirmFields();
    await phone.photograph('selfie', fixture('selfie-a2.mjpeg'));
    await at.live.settled(session.id, 'verified');
    await desktop.page.locator('.result-verified').waitFor({ timeout: 30_000 });
    assert.deepEqual(desktop.complaints, []);
    await phone.end();
    await desktop.end();
  });

  test('a wrong number opens nothing', async () => {
    const { desktop, link, number } = await offered();
    const phone = await Journey.begin(at.browser, link, { width: 360 });
    const wrong = String((Number(number) + 1) % 10 ** number.length).padStart(number.length, '0');
    await phone.page.locator('#number').fill(wrong);
    await phone.page.locator('main form button.button').first().click();
    await phone.page.locator('#number-error, main section[data-notice]').first().waitFor();
    await phone.page.goto(`${at.server.url}/verify`);
    await phone.page.locator('main section[data-notice]').waitFor();
    await phone.end();
    await desktop.end();
  });

  test('whoever did not begin it says so, and it ends', async () => {
    const { desktop, link, number } = await offered();
    const victim = await Journey.begin(at.browser, link, { width: 360 });
    // Who asks, what for, and a warning stand before the number is asked for.
    assert.equal(await victim.page.locator('main .facts dd').count(), 2);
    await victim.page.locator('main .notice-warning').waitFor();
    await victim.page.locator('button[formaction$="/refuse"]').click();
    await victim.page.locator('.result').waitFor();
    assert.deepEqual(victim.complaints, []);
    // The right number opens nothing any more, for nobody.
    await victim.page.goto(link);
    assert.equal(await victim.notice(), 'handover-link-expired');
    const answer = await fetch(link, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: '__Host-bonafide-language=en' },
      body: `number=${number}`,
    });
    assert.equal(answer.status, 410);
    // The first device begins anew.
    await desktop.page.locator('form[action="/verify/device"] button').waitFor();
    await victim.end();
    await desktop.end();
  });

  test('the phone asks whether its person began this, and nothing before', async () => {
    const { desktop, link, number } = await offered();
    const phone = await entered(link, number);
    const name = (await phone.page.title()).split(' · ').at(-2);
    assert.ok((await phone.page.locator('h1').innerText()).includes(name), 'the organisation is named');
    // Whatever address is opened, the question comes first.
    for (const path of ['/verify', '/verify/document', '/verify/zone', '/verify/cancel', '/verify/mine']) {
      await phone.page.goto(`${at.server.url}${path}`);
      await phone.page.locator(MINE).waitFor();
    }
    assert.equal(await phone.page.locator('bf-camera').count(), 0);
    await look(phone.page, 'enrol-35-mine');
    await phone.page.locator(`${MINE} button.secondary`).click();
    await phone.page.locator('.result').waitFor();
    await phone.page.goto(`${at.server.url}/verify`);
    assert.equal(await phone.notice(), 'session-ended');
    // The first device begins anew.
    await desktop.page.locator('form[action="/verify/device"] button').waitFor();
    assert.deepEqual([...phone.complaints, ...desktop.complaints], []);
    await phone.end();
    await desktop.end();
  });

  test('whoever has doubts later says so too, and nothing is kept', async () => {
    const { session, desktop, link, number } = await offered();
    const phone = await entered(link, number);
    await phone.page.locator(`${MINE} button:not(.secondary)`).click();
    await phone.photograph('document_front', fixture('passport-a-front.mjpeg'));
    await phone.at('fields', 120);
    await phone.page.locator('.stop a[href="/verify/mine"]').click();
    await phone.page.locator(`${MINE} button.secondary`).click();
    await phone.page.locator('.result').waitFor();
    const ended = await at.live.session(session.id);
    assert.equal(ended.status, 'canceled');
    assert.ok(ended.redacted_at);
    await phone.end();
    await desktop.end();
  });

  test('who comes back is told why the document is asked for again', async () => {
    const { desktop, link, number } = await offered();
    const phone = await entered(link, number);
    await phone.page.locator(`${MINE} button:not(.secondary)`).click();
    await phone.photograph('document_front', fixture('passport-a-front.mjpeg'));
    await phone.at('fields', 120);
    await desktop.page.locator('form[action="/verify/device/end"] button').click();
    await desktop.at('choose');
    assert.equal(await desktop.notice(), 'handover-taken-back');
    await desktop.choose('passport');
    await desktop.at('photograph');
    assert.equal(await desktop.notice(), 'handover-taken-back');
    await phone.end();
    await desktop.end();
  });

  test('the desktop takes the journey back', async () => {
    const { desktop } = await offered();
    await desktop.page.locator('form[action="/verify/device/end"] button').click();
    await desktop.at('photograph');
    await desktop.end();
  });
});
