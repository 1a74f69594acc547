// The five reasons for which a document is refused, each provoked through the page: it says what is
// wrong and what to do, in every language.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';
import { look } from '../lib/look.js';

const TEXTS = new URL('../../../crates/identity/src/notice/texts/', import.meta.url).pathname;
const LANGUAGES = ['en', 'nl', 'da', 'kk', 'ru'];

/** Label, the notice's code, and what provokes it. */
const REFUSALS = [
  ['side_missing', 'document-same-side', 'identity_card', { document_front: 'card-a-front.jpg', document_back: 'card-a-front.jpg' }],
  ['mismatch', 'portrait-instead-of-document', 'passport', { document_front: 'portrait-c1.jpg' }],
  ['mismatch', 'face-mismatch', 'passport', { document_front: 'passport-a-front.jpg', selfie: 'selfie-b1.jpg' }],
  ['copy', 'document-from-screen', 'passport', { document_front: 'refused/screen.jpg' }],
  ['copy', 'document-black-and-white', 'passport', { document_front: 'refused/grey-print.jpg' }],
  ['copy', 'document-printed', 'identity_card', { document_front: 'refused/colour-print.jpg', document_back: 'card-a-back.jpg' }],
  ['copy', 'document-screenshot', 'passport', { document_front: 'refused/screenshot.png' }],
  ['unreadable', 'document-cropped', 'identity_card', { document_front: 'refused/cropped.jpg', document_back: 'card-a-back.jpg' }],
  ['unreadable', 'document-covered', 'passport', { document_front: 'refused/covered.jpg' }],
  ['expired', 'document-expired', 'passport', { document_front: 'passport-expired-front.jpg' }],
];

/** Title, sentences and steps of a notice, as the catalogue has them. */
function texts(language, code) {
  const lines = readFileSync(`${TEXTS}${language}.ftl`, 'utf8').split('\n');
  const start = lines.indexOf(`${code} =`);
  assert.notEqual(start, -1, `${code} has no text in ${language}`);
  const parts = {};
  let part;
  for (const line of lines.slice(start + 1)) {
    const [, name, rest] = line.match(/^    \.(\w+) =(.*)$/) ?? [];
    if (name) parts[(part = name)] = rest.trim() ? [rest.trim()] : [];
    else if (line.startsWith('        ')) parts[part].push(line.trim());
    else break;
  }
  return parts;
}

describe('the five reasons for refusal', () => {
  const at = house();

  for (const [label, code, kind, files] of REFUSALS) {
    test(`${label}: ${code} says what to do in every language`, async () => {
      const session = await at.live.open();
      const journey = await Journey.begin(at.browser, session.url, { width: 360 });
      const { page } = journey;
      await journey.toPhotograph(kind);
      for (const [side, file] of Object.entries(files)) {
        if (side === 'selfie') await journey.confirmFields();
        await journey.upload(side, fixture(file));
      }
      assert.equal(await journey.notice(), code);
      const stored = await at.live.session(session.id);
      assert.equal(stored.status, 'requires_input');
      assert.deepEqual([stored.last_error.code, stored.last_error.refusal], [code, label]);
      const english = texts('en', code);
      for (const language of LANGUAGES) {
        await page.goto(`${at.server.url}/verify`);
        await page.locator('details.languages summary').click();
        await journey.leave(page.locator(`details.languages a[hreflang="${language}"]`));
        assert.equal(await journey.notice(), code);
        const shown = await page.locator(`main section[data-notice="${code}"]`).innerText();
        const { title, text, remedy } = texts(language, code);
        for (const sentence of [...title, ...text, ...remedy]) {
          assert.ok(shown.includes(sentence), `${language}: ${sentence}\nis not in\n${shown}`);
        }
        if (language !== 'en') {
          for (const sentence of [...english.title, ...english.text, ...english.remedy]) {
            assert.ok(!shown.includes(sentence), `${language} shows English: ${sentence}`);
          }
        }
        await look(page, `refusal-${code}-${language}`, { widths: [360], themes: ['light'] });
      }
      assert.deepEqual(journey.complaints, []);
      await journey.end();
    });
  }
});
