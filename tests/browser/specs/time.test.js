// Time runs out: the person is warned two minutes before, may have more of it with one key, and
// loses nothing of what was entered.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';
import { keep, look } from '../lib/look.js';

const MINUTE = 60_000;

describe('the end of the time', () => {
  const at = house();

  /** A session of a little more than the shortest time, in a browser whose clock the test moves. */
  async function short(how = {}) {
    const ends = new Date(Date.now() + 5.5 * MINUTE).toISOString();
    const session = await at.live.open({ expires_at: ends });
    const context = await at.browser.person(how);
    const page = await context.newPage();
    await page.clock.install();
    const journey = new Journey(at.browser, page);
    await page.goto(session.url);
    await journey.toPhotograph();
    return { session, journey, page, warning: page.locator('bf-ending dialog') };
  }

  const left = async (session) => Date.parse((await at.live.session(session.id)).expires_at) - Date.now();

  test('nobody is warned early', async () => {
    const { journey, page, warning } = await short();
    await page.clock.fastForward(3 * MINUTE);
    assert.equal(await warning.isVisible(), false);
    await journey.end();
  });

  test('one key gives more time, and what was typed stays', async () => {
    const { session, journey, page, warning } = await short();
    await journey.upload('document_front', fixture('hostile/grey.jpg'));
    assert.equal(await journey.notice(), 'zone-not-found');
    await page.goto(`${at.server.url}/verify/zone`);
    await page.locator('#zone').fill('P<UTO');
    await page.clock.fastForward(3.75 * MINUTE);
    await warning.waitFor();
    assert.equal(await warning.getAttribute('data-notice'), 'session-ending-soon');
    assert.equal(await page.evaluate(() => document.activeElement?.closest('dialog') !== null), true);
    assert.equal(await warning.locator('[role="status"]').count(), 1);
    await page.keyboard.press('Enter');
    await warning.waitFor({ state: 'hidden' });
    assert.equal(await page.locator('#zone').inputValue(), 'P<UTO');
    assert.ok((await left(session)) > 25 * MINUTE, 'the server gave more time');
    // The form of the page that asked is as good as it was.
    await page.locator('form[action="/verify/zone"] button').click();
    await page.locator('#zone-error').waitFor();
    assert.deepEqual(journey.complaints, []);
    await journey.end();
  });

  test('the warning stands before the camera, and the camera stays', async () => {
    const { journey, page, warning } = await short({ width: 360 });
    await page.locator('[data-open]').click();
    await page.locator('dialog.camera[open]').waitFor();
    await page.clock.fastForward(3.75 * MINUTE);
    await warning.waitFor();
    await page.keyboard.press('Escape');
    await warning.waitFor({ state: 'hidden' });
    assert.ok(await page.locator('dialog.camera[open]').isVisible());
    await journey.end();
  });

  test('it can be closed without more time', async () => {
    const { session, journey, page, warning } = await short();
    await page.clock.fastForward(3.75 * MINUTE);
    await warning.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.matches('[data-close]')), false);
    await warning.locator('[data-close]').click();
    await warning.waitFor({ state: 'hidden' });
    assert.ok((await left(session)) < 6 * MINUTE, 'nothing was asked of the server');
    await journey.end();
  });

  test('without a connection the warning stays, and says why', async () => {
    const { session, journey, page, warning } = await short();
    await page.clock.fastForward(3.75 * MINUTE);
    await warning.waitFor();
    await page.context().setOffline(true);
    await page.keyboard.press('Enter');
    const trouble = page.locator('dialog[data-notice="no-connection"]');
    await trouble.waitFor();
    await page.context().setOffline(false);
    await trouble.locator('[data-action="try-again"]').click();
    await warning.waitFor({ state: 'hidden' });
    assert.ok((await left(session)) > 25 * MINUTE);
    await journey.end();
  });

  test('it passes the rules and the eye', async () => {
    const { journey, page, warning } = await short();
    await page.clock.fastForward(3.75 * MINUTE);
    await warning.waitFor();
    await look(page, 'enrol-40-ending');
    await journey.end();
  });

  test('without scripts every page offers more time when little is left', async () => {
    const ends = new Date(Date.now() + 5.5 * MINUTE).toISOString();
    const session = await at.live.open({ expires_at: ends });
    const journey = await Journey.begin(at.browser, session.url, { scripts: false });
    await journey.start();
    await journey.at('consent');
    const more = journey.page.locator('bf-ending dialog button.button:not(.needs-script)');
    // Rules are tried by a script, which this browser does not run.
    await keep(journey.page, 'enrol-41-ending-no-scripts.1280.light');
    await more.click();
    await journey.at('consent');
    assert.equal(await more.count() && (await more.isVisible()), false);
    assert.ok((await left(session)) > 25 * MINUTE);
    await journey.end();
  });
});
