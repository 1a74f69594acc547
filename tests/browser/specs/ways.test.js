// The ways beside the straight one: no camera, a zone typed by hand, one side twice, a queue before
// the checks, a link by mail, a link withdrawn before it was opened.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { document, fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';

describe('other ways', () => {
  const at = house();

  async function atPhotograph(kind = 'passport', how = {}, prepare = async () => {}) {
    const session = await at.live.open();
    const context = await at.browser.person(how);
    await prepare(context);
    const journey = new Journey(at.browser, await context.newPage());
    await journey.page.goto(session.url);
    await journey.toPhotograph(kind);
    return { session, journey, page: journey.page };
  }

  for (const [error, notice] of [
    ['NotAllowedError', 'camera-refused'],
    ['NotFoundError', 'camera-missing'],
    ['NotReadableError', 'camera-in-use'],
    ['TypeError', 'camera-unsupported'],
  ]) {
    test(`${notice}: the page says so, and a file goes on`, async () => {
      const { journey, page } = await atPhotograph('passport', { width: 360 }, (context) =>
        context.addInitScript((name) => {
          navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
        }, error),
      );
      await page.locator('[data-open]').click();
      const told = page.locator(`.camera-problem [data-notice="${notice}"]`);
      await told.waitFor();
      assert.equal(await told.getAttribute('role'), 'alert');
      await page.keyboard.press('Escape');
      await journey.upload('document_front', fixture('passport-a-front.jpg'));
      await journey.at('fields', 120);
      assert.deepEqual(journey.complaints, []);
      await journey.end();
    });
  }

  test('the zone typed by hand counts, is checked, and a moderator looks', async () => {
    const { session, journey, page } = await atPhotograph();
    await journey.upload('document_front', fixture('hostile/grey.jpg'));
    assert.equal(await journey.notice(), 'zone-not-found');
    await page.goto(`${at.server.url}/verify`);
    await page.locator('a[href="/verify/zone"]').click();
    const { lines, number } = document('passport-a');
    const zone = page.locator('#zone');
    const send = () => journey.leave(page.locator('form[action="/verify/zone"] button'));
    await send();
    await page.locator('#zone-error').waitFor();
    // A digit that is wrong is found out, and what was typed is still there.
    const wrong = lines.join('\n').replace(number, number.replace(/.$/, '9'));
    assert.notEqual(wrong, lines.join('\n'));
    await zone.fill(wrong);
    await send();
    await page.locator('.error-summary').waitFor();
    assert.equal((await zone.inputValue()).trim(), wrong);
    await zone.fill(lines.join('\n'));
    await send();
    await journey.confirmFields();
    await journey.upload('selfie', fixture('selfie-a2.jpg'));
    const settled = await at.live.settled(session.id, 'in_review');
    assert.equal(settled.report.fields.document_number.value, number);
    await journey.end();
  });

  test('one side twice is noticed', async () => {
    const { journey, page } = await atPhotograph('identity_card');
    await journey.upload('document_front', fixture('card-a-front.jpg'));
    await page.locator('bf-camera[data-side="document_back"]').waitFor({ timeout: 60_000 });
    await journey.upload('document_back', fixture('card-a-front.jpg'));
    assert.ok(['document-same-side', 'same-image-again'].includes(await journey.notice()));
    await journey.end();
  });

  test('waiting shows what has happened and what is going on, and goes on by itself', async () => {
    // One examination at a time: the second person waits for the first.
    const [first, second] = [await atPhotograph(), await atPhotograph()];
    await first.journey.upload('document_front', fixture('passport-a-front.jpg'));
    await second.journey.upload('document_front', fixture('passport-b-front.jpg'));
    const events = second.page.locator('ol.events');
    await events.waitFor();
    assert.equal(await events.getAttribute('aria-live'), 'polite');
    assert.equal(await events.locator('.event-done').count(), 1);
    assert.equal(await events.locator('.event-now').count(), 1);
    await second.journey.at('fields', 120);
    assert.deepEqual(second.journey.complaints, []);
    await first.journey.end();
    await second.journey.end();
  });

  test('the link for the phone comes by mail, five times in ten minutes', async () => {
    const { journey, page } = await atPhotograph();
    await page.goto(`${at.server.url}/verify/device`);
    await page.locator('form[action="/verify/device"] button').click();
    const number = (await page.locator('.number').innerText()).trim();
    const send = async (to) => {
      const way = page.locator('details:has(#to)');
      if (!(await way.evaluate((details) => details.open))) await way.locator('summary').click();
      await page.locator('#to').fill(to);
      await page.locator('form[action="/verify/device/send"] button').click();
    };
    await send('nobody');
    await page.locator('#to-error').waitFor();
    assert.equal(await page.locator('#to').inputValue(), 'nobody');
    for (let sent = 1; sent <= 5; sent += 1) {
      await page.evaluate(() => document.querySelector('main').setAttribute('data-before', ''));
      await send(`person${sent}@mail.example`);
      await page.locator('main:not([data-before]) .notice-information').filter({ hasText: `person${sent}@` }).waitFor();
    }
    await send('person6@mail.example');
    await page.locator('#to-error').waitFor();

    const context = await at.browser.person({ width: 360 });
    const phone = await context.newPage();
    await phone.goto(`${at.server.url}/mailbox`);
    const mail = phone.locator('.mail').filter({ hasText: 'person5@mail.example' });
    // The number never travels with the link: the only one in its words says how long it works.
    const words = (await mail.locator('.said').innerText()).replace(/https?:\S+/g, '');
    assert.equal(words.match(/\d+/g).length, 1, words);
    await mail.locator('a').first().click();
    await phone.locator('#number').fill(number);
    await phone.locator('main form button.button').first().click();
    await phone.locator('form[action="/verify/mine"] button').first().click();
    await phone.locator('bf-camera').waitFor();
    await page.locator('.now').waitFor({ timeout: 40_000 });
    await context.close();
    await journey.end();
  });

  test('a page that renews itself keeps what is typed, and the focus', async () => {
    const { journey, page } = await atPhotograph();
    await page.goto(`${at.server.url}/verify/device`);
    await page.locator('form[action="/verify/device"] button').click();
    await page.locator('.number').waitFor();
    const other = await page.context().newPage();
    await other.goto(`${at.server.url}/verify/device`);
    const way = (at) => at.locator('details:has(#to)').evaluate((details) => { details.open = true; });
    await way(page);
    await page.locator('#to').pressSequentially('ann@');
    await way(other);
    await other.locator('#to').fill('bob@mail.example');
    await other.locator('form[action="/verify/device/send"] button').click();
    await page.locator('.notice-information').filter({ hasText: 'bob@mail.example' }).waitFor();
    await page.keyboard.type('mail.example');
    assert.equal(await page.locator('#to').inputValue(), 'ann@mail.example');
    await page.keyboard.press('Enter');
    await page.locator('.notice-information').filter({ hasText: 'ann@mail.example' }).waitFor();
    await other.close();
    await journey.end();
  });

  test('a link that its organisation withdrew says so', async () => {
    const session = await at.live.open();
    await at.live.call('POST', `/verification-sessions/${session.id}/cancel`);
    const journey = await Journey.begin(at.browser, session.url);
    assert.equal(await journey.notice(), 'registration-canceled');
    await journey.end();
  });
});
