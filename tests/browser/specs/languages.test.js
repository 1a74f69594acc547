// The journey in the other languages, on the narrowest phone: every screen fits, by rule and for the
// eye.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';
import { look } from '../lib/look.js';

describe('every language', () => {
  const at = house();

  for (const language of ['nl', 'da', 'kk', 'ru']) {
    test(`every screen in ${language} fits a phone`, async () => {
      const session = await at.live.open({ return_url: `${at.receiver.site}/done` });
      const journey = await Journey.begin(at.browser, session.url, { language, width: 360 });
      const { page } = journey;
      const seen = (name) => look(page, `language-${language}-${name}`, { widths: [360], themes: ['light'] });
      await seen('01-start');
      await journey.start();
      await journey.at('consent');
      await seen('02-consent');
      await page.goto(`${at.server.url}/verify/declined`);
      await seen('03-declined');
      await page.goto(`${at.server.url}/verify`);
      await journey.consent();
      await journey.at('choose');
      await page.locator('form[action="/verify/document"] button.button').click();
      await page.locator('#kind-error').waitFor();
      await seen('04-choose');
      await journey.choose('passport');
      await journey.at('photograph');
      await seen('05-photograph');
      await page.goto(`${at.server.url}/verify/device`);
      await seen('06-device');
      await page.locator('form[action="/verify/device"] button').click();
      await page.locator('.number').waitFor();
      await seen('07-offered');
      const phone = await Journey.begin(at.browser, await page.locator('#link').inputValue(), { language, width: 360 });
      await look(phone.page, `language-${language}-08-phone`, { widths: [360], themes: ['light'] });
      await phone.page.locator('button[formaction$="/refuse"]').click();
      await phone.page.locator('.result').waitFor();
      await look(phone.page, `language-${language}-09-refused`, { widths: [360], themes: ['light'] });
      await phone.page.goto(session.url);
      await look(phone.page, `language-${language}-10-used`, { widths: [360], themes: ['light'] });
      await phone.end();
      await page.goto(`${at.server.url}/verify`);
      at.browser.show(fixture('guide-document-far.mjpeg'));
      await page.locator('[data-open]').click();
      await page.locator('[data-shutter]:not([disabled])').waitFor();
      await seen('11-camera');
      await page.locator('[data-shutter]:not([disabled])').click();
      await page.locator('[data-use]').waitFor();
      await seen('12-preview');
      await page.keyboard.press('Escape');
      await journey.upload('document_front', fixture('hostile/grey.jpg'));
      assert.equal(await journey.notice(), 'zone-not-found');
      await seen('13-notice');
      await page.goto(`${at.server.url}/verify/zone`);
      await seen('14-zone');
      await page.goto(`${at.server.url}/verify/document`);
      await journey.choose('identity_card');
      await journey.upload('document_front', fixture('card-a-front.jpg'));
      await page.locator('bf-camera[data-side="document_back"]').waitFor({ timeout: 60_000 });
      await seen('15-back');
      await journey.upload('document_back', fixture('card-a-back.jpg'));
      await journey.at('fields', 120);
      const birth = page.locator('#answer-birth_date');
      await birth.locator('summary').click();
      await birth.locator('input').first().fill('99');
      await page.locator('form[action="/verify/fields"] button.button').last().click();
      await page.locator('.field-wrong').first().waitFor();
      await seen('16-fields');
      await page.goto(`${at.server.url}/verify`);
      await journey.confirmFields();
      await page.locator('bf-camera[data-side="selfie"]').waitFor();
      await seen('17-selfie');
      await page.goto(`${at.server.url}/verify/cancel`);
      await seen('18-cancel');
      await page.goto(`${at.server.url}/verify`);
      await journey.upload('selfie', fixture('selfie-a2.jpg'));
      assert.equal(await journey.result(), 'verified');
      await seen('19-verified');
      await page.goto(`${at.server.url}/help/face-mismatch`);
      await seen('20-help');
      await journey.end();
    });
  }
});
