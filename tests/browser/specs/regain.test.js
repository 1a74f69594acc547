// Somebody who lost all that they sign in with gets in again with their document and their face, in another
// browser; whoever still has the account stops the first try.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { keepPasskeys, watch } from '../lib/browser.js';
import { film, filmOnce } from '../lib/film.js';
import { fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';
import { look } from '../lib/look.js';
import { Mailbox, openAccount } from '../lib/mailbox.js';

const MAIL = 'ann@mail.example';
const PHONE = '+31612345678';
const PASSWORD = 'a lamp on the harbour';
const ANOTHER = 'seven quiet boats drifting';
/** Of the person in the film. */
const PASSPORT = fixture('passport-film-front.jpg');

describe('an account that nothing opens any more', () => {
  const at = house();
  let owner;
  let lost;
  let origin;
  let complaints;
  let mailbox;

  before(async () => {
    mailbox = new Mailbox(at);
    origin = at.server.url.replace('127.0.0.1', 'localhost');
    const open = async () => {
      const context = await at.browser.person({ width: 360 });
      await film(context);
      return context.newPage();
    };
    [owner, lost] = [await open(), await open()];
    await keepPasskeys(owner);
    complaints = [watch(owner), watch(lost)];
  });

  const arrive = (page, path) => page.waitForURL((url) => url.pathname === path);
  const main = (page) => page.locator('form[data-ask] button.button').first().click();

  /** Films until the page goes on, as people do. */
  async function live(page) {
    const journey = new Journey(at.browser, page);
    for (let tries = 0; tries < 4; tries += 1) {
      await page.locator('bf-liveness, .result, ol.events').first().waitFor();
      if ((await page.locator('bf-liveness').count()) === 0) break;
      await filmOnce(journey);
    }
    assert.equal(await journey.result(), 'verified');
  }

  /** Proves oneself anew, up to the page that says whose account it is. */
  async function prove(page) {
    const journey = new Journey(at.browser, page);
    await main(page);
    await journey.consent();
    await journey.choose('passport');
    await journey.at('photograph');
    await journey.upload('document_front', PASSPORT);
    await page.locator('form[action="/verify/chip/skip"] button').click();
    await journey.confirmFields();
    await live(page);
    await look(page, 'regain-3-verified');
    await page.locator('a[href="/account/regain"]').click();
    await arrive(page, '/account/regain');
  }

  test('knows its owner', async () => {
    await openAccount(owner, origin, mailbox, { mail: MAIL, phone: PHONE, password: PASSWORD });
    const session = await at.live.open({ service: 'video-check' });
    const journey = new Journey(at.browser, owner);
    await owner.goto(session.url.replace('127.0.0.1', 'localhost'));
    await journey.toPhotograph();
    await journey.upload('document_front', PASSPORT);
    await journey.confirmFields();
    await live(owner);
    await owner.locator('a[href="/account/keep"]').click();
    await main(owner);
    await arrive(owner, '/account');
  });

  test('is asked for with document and face, and whoever has it stops that', async () => {
    await lost.goto(`${origin}/account/sign-in`);
    await look(lost, 'regain-1-sign-in');
    await lost.locator('a[href="/account/regain"]').click();
    await arrive(lost, '/account/regain');
    await look(lost, 'regain-2-new');
    await prove(lost);
    // Whose account it is is said once the faces were compared.
    assert.doesNotMatch(await lost.locator('main').innerText(), /ann\.smith|mail\.example|678/);
    await look(lost, 'regain-4-found');
    await main(lost);
    await lost.locator('dl.facts time').waitFor();
    await look(lost, 'regain-5-waiting');

    await owner.goto(`${origin}/account`);
    await owner.locator('form[action="/account/recovery/stop"]').waitFor();
    await look(owner, 'regain-6-home');
    const told = await mailbox.told(MAIL, /waits to be let in/);
    await mailbox.told(PHONE, /waits to be let in/);
    await owner.goto(told.match(/http\S+\/account\/notice\/\S+/)[0].replace('127.0.0.1', 'localhost'));
    await look(owner, 'regain-7-notice');
    await owner.locator('form[action*="/account/notice/"] button').click();
    await arrive(owner, '/account');
    assert.equal(await owner.locator('form[action="/account/recovery/stop"]').count(), 0);
    await mailbox.told(MAIL, /was stopped/);

    await lost.reload();
    assert.equal(await lost.locator('dl.facts time').count(), 0);
    await look(lost, 'regain-8-stopped');
  });

  test('opens after the wait, and ends what was open', async () => {
    // Nobody waits a day here.
    await at.server.reconfigure('recovery_wait_minutes = 0\n');
    await lost.locator('a[href="/account/regain/again"]').click();
    await arrive(lost, '/account/regain/again');
    await prove(lost);
    await main(lost);
    await lost.locator('#password').waitFor();
    assert.match(await lost.locator('main').innerText(), /Your user ID is ann\.smith/);
    await look(lost, 'regain-9-ready');
    await lost.locator('#password').fill('ann.smith');
    await main(lost);
    await lost.locator('[data-notice="password-unsuitable"]').waitFor();
    await lost.locator('#password').fill(ANOTHER);
    await main(lost);
    await arrive(lost, '/account/sign-in');
    await mailbox.told(MAIL, /opened with a document/);
    await lost.locator('#name').fill('ann.smith');
    await lost.locator('#password').fill(ANOTHER);
    await main(lost);
    await arrive(lost, '/account');
    assert.match(await lost.locator('main').innerText(), /ann@mail\.example/);
    await owner.goto(`${origin}/account`);
    await owner.locator('[data-notice="account-signed-out"]').or(owner.locator('#password')).first().waitFor();
    assert.deepEqual(complaints.flat(), []);
  });
});
