// What people do with pages: back, reload, a second tab, a double click, an old link; and what
// messengers do with links.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';

describe('back, reload, second tab, double click', () => {
  const at = house();

  async function begun(how = {}) {
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url, how);
    await journey.start();
    await journey.at('consent');
    return { session, journey };
  }

  test('looking at a link consumes nothing', async () => {
    const session = await at.live.open();
    for (let look = 0; look < 3; look += 1) {
      const preview = await fetch(session.url, { redirect: 'manual' });
      assert.equal(preview.status, 200);
      assert.equal(preview.headers.get('referrer-policy'), 'no-referrer');
    }
    const journey = await Journey.begin(at.browser, session.url);
    await journey.start();
    await journey.at('consent');
    await journey.end();
  });

  test('a link that was used opens nothing in another browser', async () => {
    const { session, journey } = await begun();
    const thief = await Journey.begin(at.browser, session.url);
    await thief.page.locator('main [data-notice="link-used"]').waitFor();
    assert.equal(await thief.page.locator('main form').count(), 0);
    // The ways that are left are told, and nothing of how it stands.
    assert.equal(await thief.page.locator('main h2').count(), 3);
    await thief.end();
    await journey.end();
  });

  test('the same link goes on in the browser that it was used in', async () => {
    const { session, journey } = await begun();
    await journey.page.goto(session.url);
    await journey.at('consent');
    await journey.end();
  });

  test('reload changes nothing', async () => {
    const { journey } = await begun();
    await journey.page.reload();
    await journey.at('consent');
    await journey.consent();
    await journey.at('choose');
    await journey.page.reload();
    await journey.at('choose');
    assert.deepEqual(journey.complaints, []);
    await journey.end();
  });

  test('back leads to the present step, not to an old form', async () => {
    const { journey } = await begun();
    await journey.consent();
    await journey.choose('passport');
    await journey.at('photograph');
    await journey.page.goBack();
    await journey.page.locator('main h1').waitFor();
    assert.equal(await journey.page.locator('form[action="/verify/consent"]').count(), 0);
    await journey.page.goto(`${at.server.url}/verify`);
    await journey.at('photograph');
    await journey.end();
  });

  test('a double click acts once', async () => {
    const { journey } = await begun();
    await journey.page.locator('form[action="/verify/consent"] button').first().dblclick();
    await journey.at('choose');
    assert.equal(await journey.page.locator('main section[data-notice]').count(), 0);
    await journey.end();
  });

  test('a second tab follows the first', async () => {
    const { journey } = await begun();
    const second = await journey.page.context().newPage();
    await second.goto(`${at.server.url}/verify`);
    await second.locator('form[action="/verify/consent"]').waitFor();
    await journey.consent();
    await journey.choose('passport');
    // The other tab says that things went on, or shows where.
    await second.locator('[data-changed]:not([hidden]), bf-camera').first().waitFor();
    // Its old form is answered with the present step and changes nothing.
    const old = second.locator('form[action="/verify/consent"] button').first();
    if (await old.isVisible()) await old.click();
    await second.locator('bf-camera, [data-changed]:not([hidden])').first().waitFor();
    await journey.at('photograph');
    await journey.page.reload();
    await journey.at('photograph');
    await journey.end();
  });

  test('an unknown link says so', async () => {
    const journey = await Journey.begin(at.browser, `${at.server.url}/verify/no-such-secret-at-all-0000000000000000000`);
    await journey.page.locator('main section[data-notice]').waitFor();
    await journey.end();
  });

  test('without scripts the journey can be walked by upload', async () => {
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url, { scripts: false });
    await journey.toPhotograph();
    await journey.page.locator('#photo').setInputFiles(fixture('passport-a-front.jpg'));
    await journey.page.locator('form[action="/verify/photograph"] button.button').click();
    for (let look = 0; look < 60 && (await journey.page.locator('form[action="/verify/fields"]').count()) === 0; look += 1) {
      await journey.page.waitForTimeout(2000);
      await journey.page.goto(`${at.server.url}/verify`);
    }
    await journey.confirmFields();
    await journey.page.locator('#photo').setInputFiles(fixture('selfie-a2.jpg'));
    await journey.page.locator('form[action="/verify/photograph"] button.button').click();
    await at.live.settled(session.id, 'verified');
    await journey.end();
  });
});
