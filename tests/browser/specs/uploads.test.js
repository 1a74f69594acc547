// Files that people should not send, and files that look odd but are fine. Each ends with a notice
// or goes on; the page stays, and so does the server.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fixture, manifest } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';

/** What each is told. Those that decode are proper pictures, of something else than a passport. */
const NOTICES = {
  'zero-bytes.jpg': 'upload-empty',
  'truncated.jpg': 'upload-truncated',
  'header-only.jpg': 'upload-truncated',
  'truncated.png': 'upload-truncated',
  'text.jpg': 'upload-not-an-image',
  'noise.jpg': 'upload-truncated',
  'page.html': 'upload-not-an-image',
  'drawing.svg': 'upload-not-an-image',
  'phone.heic': 'upload-heic',
  'scan.pdf': 'upload-pdf',
  'bomb-declared.png': 'upload-too-many-pixels',
  'bomb-real.png': 'upload-too-many-pixels',
  'bomb.jpg': 'upload-too-many-pixels',
  'animated.gif': 'upload-animated',
  'cmyk.jpg': 'zone-not-found',
  'grey.jpg': 'zone-not-found',
  'sixteen-bit.png': 'zone-not-found',
  'transparent.png': 'zone-not-found',
  'turned-by-exif.jpg': 'zone-not-found',
  'many-faces.jpg': 'zone-not-found',
  'no-face.jpg': 'document-not-found',
};

describe('odd and hostile uploads', () => {
  const at = house();

  async function atCamera() {
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url);
    await journey.toPhotograph();
    return { session, journey };
  }

  for (const { file, fault } of manifest().hostile) {
    test(`${file} (${fault})`, async () => {
      const { session, journey } = await atCamera();
      await journey.upload('document_front', fixture(file));
      const code = await journey.notice();
      assert.equal(code, NOTICES[file.replace('hostile/', '')]);
      // The way on is still there.
      await journey.page.goto(`${at.server.url}/verify`);
      await journey.at('photograph', 120);
      assert.equal((await at.live.session(session.id)).status, 'requires_input');
      await journey.end();
    });
  }

  test('an upload of 50 MB is refused in words', async () => {
    const { journey } = await atCamera();
    const large = join(mkdtempSync(join(tmpdir(), 'bonafide-large-')), 'large.jpg');
    writeFileSync(large, Buffer.alloc(50 * 1024 * 1024, 0xff));
    await journey.upload('document_front', large);
    assert.equal(await journey.notice(), 'upload-too-large');
    rmSync(large);
    await journey.end();
  });
});
