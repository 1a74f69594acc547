// The network breaks, the server stops, the server fails: each tells its own notice, and nothing
// that was entered is lost.

import assert from 'node:assert/strict';
import { beforeEach, afterEach, describe, test } from 'node:test';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';

const TYPED = 'Vries de';

describe('trouble on the way', () => {
  const at = house();
  let journey;
  let session;

  beforeEach(async () => {
    session = await at.live.open();
    journey = await Journey.begin(at.browser, session.url, { language: 'en' });
    await journey.toPhotograph();
    await journey.upload('document_front', fixture('passport-a-front.jpg'));
    await journey.correct('surname', TYPED);
  });

  afterEach(() => journey.end());

  const surname = () => journey.page.locator('#answer-surname input').first();
  const send = () => journey.confirmFields();

  /** The notice in a dialog: its code, and the names of its buttons' acts. */
  async function dialog() {
    const dialog = journey.page.locator('dialog[data-notice][open]');
    await dialog.waitFor();
    const buttons = dialog.locator('button[data-action]');
    const acts = await buttons.evaluateAll((all) => all.map((button) => button.dataset.action));
    return { dialog, code: await dialog.getAttribute('data-notice'), acts };
  }

  async function kept() {
    assert.equal(await surname().inputValue(), TYPED);
  }

  test('no connection', async () => {
    await journey.page.context().setOffline(true);
    await send();
    const { code } = await dialog();
    assert.equal(code, 'no-connection');
    await kept();
    await journey.page.context().setOffline(false);
  });

  test('the server is stopped: try again, and it arrives once it is back', async () => {
    await at.server.kill();
    await send();
    const { dialog: shown, code, acts } = await dialog();
    assert.equal(code, 'server-unreachable');
    assert.deepEqual([...acts].sort(), ['cancel', 'try-again']);
    await kept();
    await at.server.restart();
    await shown.locator('button[data-action="try-again"]').click();
    await journey.page.locator('bf-camera[data-side="selfie"]').waitFor();
  });

  test('the server fails: nothing to try, only OK', async () => {
    await journey.page.route('**/verify/fields', (route) => route.fulfill({ status: 500, body: 'no' }));
    await send();
    const { code, acts } = await dialog();
    assert.equal(code, 'service-fault');
    assert.deepEqual(acts, ['ok']);
    await kept();
  });

  test('the server has too much to do', async () => {
    await journey.page.route('**/verify/fields', (route) =>
      route.fulfill({ status: 503, headers: { 'retry-after': '120' }, body: 'later' }),
    );
    await send();
    assert.equal((await dialog()).code, 'overloaded');
    await kept();
  });

  test('a photograph is kept while the server is away', async () => {
    const { page } = journey;
    await send();
    at.browser.show(fixture('selfie-a2.mjpeg'));
    const camera = page.locator('bf-camera[data-side="selfie"]');
    await camera.locator('[data-open]').click();
    await camera.locator('[data-shutter]:not([disabled])').click();
    await camera.locator('[data-preview]').waitFor();
    await camera.evaluate((before) => before.toggleAttribute('data-before', true));
    await at.server.kill();
    await camera.locator('[data-use]').click();
    const { dialog: shown, code } = await dialog();
    assert.equal(code, 'server-unreachable');
    await at.server.restart();
    await shown.locator('[data-action="try-again"]').click();
    await page.locator('[data-before]').waitFor({ state: 'detached', timeout: 60_000 });
    assert.equal((await at.live.settled(session.id, 'in_review')).status, 'in_review');
  });
});
