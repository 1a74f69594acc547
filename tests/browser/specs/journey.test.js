// Whole journeys with the camera, from the organisation's call to its verified webhook.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { document, fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';

const PASSPORT = fixture('passport-a-front.mjpeg');
const OWN_FACE = fixture('selfie-a2.mjpeg');
const OTHER_FACE = fixture('selfie-b1.mjpeg');

describe('a whole journey', () => {
  const at = house();

  /** Opens a session and walks to the selfie. */
  async function toSelfie(organisation, how, film = PASSPORT) {
    const session = await organisation.open({ return_url: `${at.receiver.site}/done`, ...how.session });
    const journey = await Journey.begin(at.browser, session.url, how);
    await journey.toPhotograph();
    await journey.photograph('document_front', film);
    await journey.confirmFields();
    return { session, journey };
  }

  /** What the webhook says of a session that came to this status. */
  async function told(session, status) {
    const fits = ({ payload, type }) => type === `verification_session.${status}` && payload.data?.id === session.id;
    const message = await at.receiver.message(fits, 60);
    assert.ok(message.verified);
    return message.payload.data;
  }

  test('webhooks go to the receiver', async () => {
    await at.live.notify(at.receiver);
    await at.sandbox.notify(at.receiver);
  });

  for (const [language, width] of [['en', 1280], ['kk', 360]]) {
    test(`${language} at ${width}: verified`, async () => {
      const { session, journey } = await toSelfie(at.live, { language, width });
      await journey.photograph('selfie', OWN_FACE);
      assert.equal(await journey.result(), 'verified');
      assert.equal(await journey.page.locator('html').getAttribute('lang'), language);

      const settled = await at.live.settled(session.id, 'verified');
      assert.equal(settled.livemode, true);
      const printed = document('passport-a');
      const value = (name) => settled.report.fields[name]?.value;
      assert.equal(value('document_number'), printed.number);
      assert.equal(value('birth_date'), printed.birth_date);
      assert.equal(settled.report.level_of_assurance, 'low');
      assert.equal(settled.report.liveness, 'not_performed');
      await told(session, 'verified');

      await journey.page.locator('form[action="/verify/finish"] button').first().click();
      await journey.page.waitForURL((url) => url.origin === at.receiver.site);
      const code = new URL(journey.page.url()).searchParams.get('code');
      const redeemed = await at.live.call('POST', '/verification-results/redeem', { code });
      assert.equal(redeemed.id, session.id);
      await assert.rejects(at.live.call('POST', '/verification-results/redeem', { code }), /4\d\d/);
      assert.deepEqual(journey.complaints, []);
      await journey.end();
    });

    test(`${language} at ${width}: somebody else's face, then the right one`, async () => {
      const { session, journey } = await toSelfie(at.live, { language, width });
      await journey.photograph('selfie', OTHER_FACE);
      assert.equal(await journey.notice(), 'face-mismatch');
      await told(session, 'requires_input');
      await journey.photograph('selfie', OWN_FACE);
      assert.equal(await journey.result(), 'verified');
      await told(session, 'verified');
      assert.deepEqual(journey.complaints, []);
      await journey.end();
    });

    test(`${language} at ${width}: somebody else's face to the end`, async () => {
      const { session, journey } = await toSelfie(at.live, { language, width });
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        await journey.photograph('selfie', OTHER_FACE);
        assert.equal(await journey.notice(), 'face-mismatch');
      }
      await journey.photograph('selfie', OTHER_FACE);
      assert.equal(await journey.result(), 'rejected');
      await told(session, 'rejected');
      const { last_error } = await at.live.session(session.id);
      assert.equal(last_error.code, 'face-mismatch');
      await journey.end();
    });

    test(`${language} at ${width}: a corrected field is reviewed`, async () => {
      const session = await at.live.open();
      const journey = await Journey.begin(at.browser, session.url, { language, width });
      await journey.toPhotograph();
      await journey.photograph('document_front', PASSPORT);
      await journey.correct('surname', 'Vries');
      await journey.confirmFields();
      await journey.photograph('selfie', OWN_FACE);
      await at.live.settled(session.id, 'in_review');
      const { report } = await told(session, 'in_review');
      const fields = report?.fields ?? (await at.live.session(session.id)).report.fields;
      assert.equal(fields.surname.value, 'Vries');
      assert.equal(fields.surname.verified, false, 'nothing vouches for what was typed');
      assert.equal(fields.document_number.verified, true);
      await journey.end();
    });
  }

  test('a specimen is refused at once', async () => {
    const film = fixture('sample-verified-front.mjpeg');
    const session = await at.live.open();
    const journey = await Journey.begin(at.browser, session.url);
    await journey.toPhotograph();
    await journey.photograph('document_front', film);
    assert.equal(await journey.result(), 'rejected');
    await told(session, 'rejected');
    const { last_error } = await at.live.session(session.id);
    assert.equal(last_error.code, 'specimen-document');
    await journey.end();
  });

  for (const [sample, outcome] of [
    ['sample-verified', 'verified'],
    ['sample-rejected', 'rejected'],
    ['sample-in-review', 'in_review'],
  ]) {
    test(`the sandbox's ${sample} leads to ${outcome}`, async () => {
      const { session, journey } = await toSelfie(at.sandbox, {}, fixture(`${sample}-front.mjpeg`));
      await journey.page.locator('.tag-sandbox').waitFor();
      await journey.photograph('selfie', OTHER_FACE);
      const settled = await at.sandbox.settled(session.id, outcome);
      assert.equal(settled.livemode, false);
      await told(session, outcome);
      await journey.end();
    });
  }
});
