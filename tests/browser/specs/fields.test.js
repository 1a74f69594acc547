// The print beside the zone: a Kazakh card through the page to its fields in its own letters, and letters that the
// keyboard lacks.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { document, fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';

const SHOTS = new URL('../../../artifacts/screenshots/', import.meta.url).pathname;

/** Whether print in Kazakh can be read on this machine. */
function readsKazakh() {
  try {
    return /^kaz$/m.test(execFileSync('tesseract', ['--list-langs'], { encoding: 'utf8' }));
  } catch {
    return false;
  }
}

describe('fields of a card in its own letters', () => {
  const at = house();

  async function toFields(how) {
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url, how);
    await journey.toPhotograph('identity_card');
    await journey.upload('document_front', fixture('kazakh-card-front.jpg'));
    await journey.upload('document_back', fixture('kazakh-card-back.jpg'));
    await journey.at('fields', 120);
    return { session, journey, page: journey.page };
  }

  const shown = (page, field) => page.locator(`#answer-${field} .answer-value`).innerText();

  test('a Kazakh card is read, and corrected with letters of the row', async (context) => {
    if (!readsKazakh()) return context.skip('tesseract with kaz is not installed');
    const { session, journey, page } = await toFields({ language: 'kk', width: 360 });
    const card = document('kazakh-card');
    assert.equal(await shown(page, 'surname'), card.surname.toLocaleUpperCase('kk'));
    assert.equal(await shown(page, 'given_names'), card.given_names.toLocaleUpperCase('kk'));
    // The zone has neither of these: a letter in a hundred is read wrongly, another one each day, as the card's
    // dates go on.
    const place = await shown(page, 'place_of_birth');
    const wrong = [...card.place_of_birth].filter((letter, at) => place[at] !== letter);
    assert.ok(place.length === card.place_of_birth.length && wrong.length <= 1, place);
    assert.match(await shown(page, 'patronymic'), /[ӘҒҚҢӨҰҮҺІ]/);

    await page.locator('#answer-given_names summary').click();
    const row = page.locator('#answer-given_names bf-letters');
    assert.equal(await row.locator('button').count(), 9);
    const input = page.locator('#given_names');
    await input.fill('');
    // By keyboard: from the field to the row, and a letter pressed.
    await input.focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await input.inputValue(), 'Ә');
    await input.press('End');
    await input.pressSequentially('сел');
    await row.getByRole('button', { name: 'қ', exact: true }).click();
    assert.equal(await input.inputValue(), 'Әселқ');
    await page.evaluate(() => globalThis.document.fonts.ready);
    mkdirSync(SHOTS, { recursive: true });
    await row.scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${SHOTS}fields-kk-360.png`, fullPage: true });

    await journey.confirmFields();
    // What was corrected is taken, and the face is asked for next.
    await page.locator('bf-camera[data-side="selfie"]').waitFor();
    assert.equal((await at.live.session(session.id)).status, 'requires_input');
    assert.deepEqual(journey.complaints, []);
    await journey.end();
  });

  test('without scripts the fields are ordinary ones', async (context) => {
    if (!readsKazakh()) return context.skip('tesseract with kaz is not installed');
    const { journey, page } = await toFields({ language: 'kk', width: 1280 });
    const html = await page.content();
    assert.match(html, /<bf-letters[^>]* data-for="surname"/);
    const plain = await page.request.get(`${at.server.url}/verify`);
    assert.match(await plain.text(), /<bf-letters[^>]* hidden>/);
    assert.deepEqual(journey.complaints, []);
    await journey.end();
  });
});
