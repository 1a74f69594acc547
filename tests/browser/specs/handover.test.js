// A desktop hands over to a phone, follows what happens there, and gets the journey back.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';

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

  test('on loopback the page says that a QR code would lead nowhere', async () => {
    const { desktop } = await offered();
    assert.equal(await desktop.page.locator('.qr').count(), 0);
    assert.ok(await desktop.page.locator('main section[data-notice]').first().isVisible());
    await desktop.end();
  });

  test('the phone takes up with the number, the desktop follows to the end', async () => {
    const { session, desktop, link, number } = await offered();
    const phone = await Journey.begin(at.browser, link, { width: 360 });
    await phone.page.locator('#number').fill(number);
    await phone.page.locator('main form button.button').first().click();
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

  test('the desktop takes the journey back', async () => {
    const { desktop } = await offered();
    await desktop.page.locator('form[action="/verify/device/end"] button').click();
    await desktop.at('photograph');
    await desktop.end();
  });
});
