// Every page that a person may meet, in English, looked at by rule and kept for the eye: two
// widths, two themes. `npm run sheet` puts all that was kept on one sheet.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';
import { look } from '../lib/look.js';

describe('every page', () => {
  const at = house();

  /** A session of the shortest time, which runs out in earnest while the other pages are looked at. */
  let ending;

  test('a session is left open', async () => {
    const ends = Date.now() + 5.1 * 60_000;
    const session = await at.live.open({ expires_at: new Date(ends).toISOString() });
    const journey = await Journey.begin(at.browser, session.url);
    await journey.toPhotograph();
    ending = { ends, session, journey };
  });

  test('the journey', async () => {
    const session = await at.live.open({ return_url: `${at.receiver.site}/done` });
    const journey = await Journey.begin(at.browser, session.url);
    const { page } = journey;
    await look(page, 'enrol-01-start');
    await journey.start();
    await journey.at('consent');
    await look(page, 'enrol-02-consent');
    await page.goto(`${at.server.url}/verify/declined`);
    await look(page, 'enrol-03-declined');
    await page.goto(`${at.server.url}/verify`);
    await journey.consent();
    await journey.at('choose');
    await look(page, 'enrol-04-choose');
    await page.locator('form[action="/verify/document"] button.button').click();
    await page.locator('#kind-error').waitFor();
    await look(page, 'enrol-05-choose-mistake');
    await journey.choose('passport');
    await journey.at('photograph');
    await look(page, 'enrol-06-photograph');
    // What lies well is photographed before it can be looked at.
    at.browser.show(fixture('guide-document-far.mjpeg'));
    await page.locator('[data-open]').click();
    await page.locator('[data-shutter]:not([disabled])').waitFor();
    await look(page, 'enrol-07-camera');
    await page.locator('[data-shutter]:not([disabled])').click();
    await page.locator('[data-use]').waitFor();
    await look(page, 'enrol-08-camera-preview');
    at.browser.show(fixture('passport-a-front.mjpeg'));
    await page.locator('[data-again]').click();
    await page.locator('[data-use]').waitFor();
    await page.locator('[data-use]').click();
    await journey.at('fields', 60);
    await look(page, 'enrol-10-fields');
    const birth = page.locator('#answer-birth_date');
    await birth.locator('summary').click();
    await birth.locator('input').first().fill('99');
    await page.locator('form[action="/verify/fields"] button.button').last().click();
    await page.locator('.field-wrong').first().waitFor();
    await look(page, 'enrol-11-fields-mistake');
    await page.goto(`${at.server.url}/verify`);
    await journey.confirmFields();
    await page.locator('bf-camera[data-side="selfie"]').waitFor();
    await look(page, 'enrol-12-selfie');
    await journey.photograph('selfie', fixture('selfie-b1.mjpeg'));
    assert.equal(await journey.notice(), 'face-mismatch');
    await look(page, 'enrol-13-selfie-again');
    await journey.photograph('selfie', fixture('selfie-a2.mjpeg'));
    assert.equal(await journey.result(), 'verified');
    await look(page, 'enrol-20-verified');
    assert.deepEqual(journey.complaints, []);
    await journey.end();
  });

  test('the camera on a face, on a phone', async () => {
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url, { width: 360 });
    const { page } = journey;
    await journey.toPhotograph('identity_card');
    await page.locator('bf-camera[data-side="document_front"]').waitFor();
    await look(page, 'enrol-06-photograph-card');
    await journey.upload('document_front', fixture('card-a-front.jpg'));
    await page.locator('bf-camera[data-side="document_back"]').waitFor({ timeout: 60_000 });
    await look(page, 'enrol-06-photograph-back');
    await journey.upload('document_back', fixture('card-a-back.jpg'));
    await journey.confirmFields();
    at.browser.show(fixture('selfie-a1.mjpeg'));
    await page.locator('bf-camera[data-side="selfie"] [data-open]').click();
    await page.locator('[data-shutter]:not([disabled])').waitFor();
    await look(page, 'enrol-14-camera-face');
    await journey.end();
  });

  test('refused, in review, canceled', async () => {
    for (const [name, file, status] of [
      ['enrol-21-rejected', 'sample-rejected', 'rejected'],
      ['enrol-22-in-review', 'sample-in-review', 'in_review'],
    ]) {
      const session = await at.sandbox.open();
      const journey = await Journey.begin(at.browser, session.url);
      await journey.toPhotograph();
      await journey.upload('document_front', fixture(`${file}-front.jpg`));
      await journey.confirmFields();
      await journey.upload('selfie', fixture('selfie-c1.jpg'));
      await at.sandbox.settled(session.id, status);
      await journey.page.goto(`${at.server.url}/verify`);
      await look(journey.page, name);
      await journey.end();
    }
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url);
    await journey.start();
    await journey.at('consent');
    await journey.page.goto(`${at.server.url}/verify/cancel`);
    await look(journey.page, 'enrol-23-cancel');
    await journey.page.locator('form[action="/verify/cancel"] button').first().click();
    await journey.page.locator('.result').waitFor();
    await look(journey.page, 'enrol-24-canceled');
    await journey.end();
  });

  test('waiting for a document to be read', async () => {
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url, { scripts: false });
    await journey.toPhotograph();
    await journey.page.locator('#photo').setInputFiles(fixture('passport-c-front.jpg'));
    await journey.page.locator('form[action="/verify/photograph"] button.button').click();
    // May be over before it is seen: then there is nothing to look at.
    if (await journey.page.locator('ol.events').count()) {
      await journey.page.screenshot({ path: new URL('../../../artifacts/working.png', import.meta.url).pathname });
    }
    await journey.end();
  });

  test('handing over to a phone', async () => {
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url);
    const { page } = journey;
    await journey.toPhotograph();
    await page.goto(`${at.server.url}/verify/device`);
    await look(page, 'enrol-30-device');
    await page.locator('form[action="/verify/device"] button').click();
    await page.locator('.number').waitFor();
    await look(page, 'enrol-31-device-offered');
    const link = await page.locator('#link').inputValue();
    const number = (await page.locator('.number').innerText()).trim();
    const phone = await Journey.begin(at.browser, link, { width: 360 });
    await look(phone.page, 'enrol-32-phone');
    await phone.page.goto(session.url);
    await look(phone.page, 'enrol-34-link-used');
    await phone.page.goto(link);
    await phone.page.locator('#number').fill(number);
    await phone.page.locator('main form button.button').first().click();
    await phone.page.locator('form[action="/verify/mine"] button:not(.secondary)').click();
    await phone.at('photograph');
    await page.locator('.now').waitFor();
    await look(page, 'enrol-33-device-away');
    await phone.end();
    await journey.end();
  });

  for (const [name, path] of [
    ['home-1', '/'],
    ['home-2-samples', '/sandbox/samples'],
    ['home-3-api', '/docs/api'],
    ['help-1', '/help'],
    ['help-2-notice', '/help/face-mismatch'],
    ['mailbox', '/mailbox'],
    ['notice-page-not-found', '/no/such/page'],
    ['notice-link-unknown', '/verify/no-such-secret-at-all-0000000000000000000'],
    ['notice-session-ended', '/verify'],
  ]) {
    test(name, async () => {
      const context = await at.browser.person();
      const page = await context.newPage();
      await page.goto(`${at.server.url}${path}`);
      await page.locator('main h1, main h2').first().waitFor();
      await look(page, name);
      await context.close();
    });
  }

  test('the session that was left open ends', async () => {
    const { ends, session, journey } = ending;
    const { page } = journey;
    // Nobody touches the page: it says so by itself.
    await page.locator('main .result').waitFor({ timeout: Math.max(ends - Date.now(), 0) + 30_000 });
    assert.ok(Date.now() >= ends, 'not before its time');
    assert.equal(await journey.result(), 'ended');
    await look(page, 'enrol-42-expired');
    // Every address of the journey says the same.
    await page.goto(`${at.server.url}/verify/document`);
    assert.equal(await journey.result(), 'ended');
    await at.live.settled(session.id, 'expired');
    assert.deepEqual(journey.complaints, []);
    await journey.end();
  });
});
