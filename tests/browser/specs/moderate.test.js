// A moderator enrols a passkey, signs in, takes a case and settles it; the person goes on.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';
import { look } from '../lib/look.js';
import { keepPasskeys, watch } from '../lib/browser.js';

describe('reviews', () => {
  const at = house();
  let page;
  let origin;
  let complaints;

  before(async () => {
    // The wide screen of an office, and a passkey that the browser itself keeps.
    const context = await at.browser.person({ width: 1280 });
    page = await context.newPage();
    complaints = watch(page);
    await keepPasskeys(page);
  });

  /** A session that waits for a moderator, since a field was corrected. */
  async function inReview() {
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url);
    await journey.toPhotograph();
    await journey.upload('document_front', fixture('passport-a-front.jpg'));
    await journey.correct('surname', 'Vries');
    await journey.confirmFields();
    await journey.upload('selfie', fixture('selfie-a2.jpg'));
    await at.live.settled(session.id, 'in_review');
    return { session, journey };
  }

  async function take() {
    await page.goto(`${origin}/moderate`);
    await page.locator('form[action="/moderate/next"] button').click();
    await page.locator('#decision').waitFor();
  }

  async function settle(verdict, reason) {
    await page.locator(`label[for="verdict-${verdict}"]`).click();
    if (reason) await page.locator(`#${verdict}_reason`).selectOption(reason);
    await page.locator('#note').fill('Seen by the browser tests.');
    await page.locator('form[action$="/confirm"] button.button').click();
    await page.locator('form[action$="/settle"]').waitFor();
  }

  const confirmed = () => page.locator('form[action$="/settle"] button.button').first().click();

  test('a link enrols a passkey, once', async () => {
    const told = await at.server.command('operator', 'add', 'anna');
    const link = told.match(/https?:\/\/\S+/)[0];
    origin = new URL(link).origin;
    await page.goto(link);
    await look(page, 'moderate-1-enrol');
    await page.locator('bf-passkey button.button').click();
    await page.waitForURL((url) => !url.pathname.includes('/enrol/'));
    const again = await fetch(link.replace('localhost', '127.0.0.1'));
    assert.equal(again.ok, false);
  });

  test('signing in and out', async () => {
    await page.goto(`${origin}/moderate/sign-in`);
    if (await page.locator('bf-passkey').count()) {
      await page.locator('bf-passkey button.button').click();
      await page.waitForURL((url) => url.pathname === '/moderate');
    }
    await page.locator('form[action="/moderate/sign-out"] button').click();
    // Leaving before the answer is here would call the request off.
    await page.waitForURL((url) => url.pathname === '/moderate/sign-in');
    await page.goto(`${origin}/moderate`);
    await page.waitForURL((url) => url.pathname === '/moderate/sign-in');
    await look(page, 'moderate-2-sign-in');
    await page.locator('bf-passkey button.button').click();
    await page.waitForURL((url) => url.pathname === '/moderate');
    await look(page, 'moderate-3-next');
  });

  test('accepted: the person is verified', async () => {
    const { session, journey } = await inReview();
    await take();
    await look(page, 'moderate-4-case');
    const loaded = await page
      .locator('figure.evidence img')
      .evaluateAll((all) => all.map((image) => image.complete && image.naturalWidth > 0));
    assert.deepEqual(loaded, [true, true]);
    await settle('accept');
    await look(page, 'moderate-5-confirm');
    await confirmed();
    await at.live.settled(session.id, 'verified');
    assert.equal(await journey.result(), 'verified');
    await journey.end();
  });

  test('asked again: the person photographs anew', async () => {
    const { session, journey } = await inReview();
    await take();
    const reason = await page.locator('#retry_reason option').nth(1).getAttribute('value');
    await settle('retry', reason);
    await confirmed();
    const settled = await at.live.settled(session.id, 'requires_input');
    assert.equal(settled.last_error.code, reason);
    await journey.end();
  });

  test('refused: it is final', async () => {
    const { session, journey } = await inReview();
    await take();
    const reason = await page.locator('#reject_reason option').nth(1).getAttribute('value');
    await settle('reject', reason);
    await confirmed();
    await at.live.settled(session.id, 'rejected');
    assert.equal(await journey.result(), 'rejected');
    await journey.end();
  });

  test('nothing was logged, thrown or asked elsewhere', () => {
    assert.deepEqual(complaints, []);
  });
});
