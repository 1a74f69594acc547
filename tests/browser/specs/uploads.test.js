// Files that people should not send, and files that look odd but are fine. Each ends with a notice
// or goes on; the page stays, and so does the server.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture, manifest } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';

describe('odd and hostile uploads', () => {
  const at = house();

  async function atCamera() {
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url);
    await journey.start();
    await journey.consent();
    await journey.choose('passport');
    await journey.at('photograph');
    return { session, journey };
  }

  for (const { file, fault } of manifest().hostile) {
    test(`${file} (${fault})`, async () => {
      const { session, journey } = await atCamera();
      await journey.upload('document_front', fixture(file));
      const code = await journey.notice();
      assert.match(code, /^[a-z0-9-]+$/);
      // The way on is still there.
      await journey.page.goto(`${at.server.url}/verify`);
      await journey.at('photograph', 120);
      assert.equal((await at.live.session(session.id)).status, 'requires_input');
      await journey.end();
    });
  }

  test('an upload of 50 MB is refused in words', async () => {
    const { journey } = await atCamera();
    const large = Buffer.alloc(50 * 1024 * 1024, 0xff);
    large.set([0xff, 0xd8, 0xff, 0xe0]);
    await journey.page.locator('bf-camera details.way summary').click();
    await journey.page.locator('#photo').setInputFiles({ name: 'large.jpg', mimeType: 'image/jpeg', buffer: large });
    await journey.page.locator('form[data-upload] button.button').click();
    assert.equal(await journey.notice(), 'upload-too-large');
    await journey.end();
  });
});
