// A phone becomes an approval app by a picture code, and approves, refuses and reports sign-ins on another screen.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { house } from '../lib/house.js';
import { look } from '../lib/look.js';
import { Mailbox, choosePin, openAccount, proveByText } from '../lib/mailbox.js';
import { keepPasskeys, watch } from '../lib/browser.js';

const MAIL = 'ann@mail.example';
const PHONE = '+31612345678';
const PASSWORD = 'a lamp on the harbour';
const PIN = '738264';
const ANOTHER = '905817';

describe('an approval app', () => {
  const at = house();
  let desk;
  let phone;
  let origin;
  let mailbox;
  let complaints;

  before(async () => {
    mailbox = new Mailbox(at);
    desk = await (await at.browser.person({ width: 1280 })).newPage();
    phone = await (await at.browser.person({ width: 360 })).newPage();
    complaints = [watch(desk), watch(phone)];
    await keepPasskeys(phone);
    await desk.goto(`${at.server.url}/account/sign-in`);
    origin = new URL(desk.url()).origin;
    await openAccount(desk, origin, mailbox, { mail: MAIL, phone: PHONE, password: PASSWORD });
  });

  const arrive = (page, path) => page.waitForURL((url) => url.pathname === path);
  const heading = (page, words) => page.locator('main h1', { hasText: words }).waitFor();

  /** Asks for approval on the desk, and gives the number that it shows. */
  async function ask(name = 'ann.smith') {
    await desk.goto(`${origin}/account/sign-in`);
    await desk.locator('#name').fill(name);
    await desk.locator('button[formaction="/account/sign-in/approval"]').click();
    await arrive(desk, '/account/sign-in/approval');
    return (await desk.locator('.number').textContent()).trim();
  }

  async function approve(number, pin = PIN) {
    await phone.locator('input[name="number"]').fill(number);
    await phone.locator('input[name="pin"]').fill(pin);
    await phone.locator('bf-passkey button.button').click();
  }

  test('is activated by a picture code, and both screens say so', async () => {
    await phone.goto(`${origin}/app`);
    await look(phone, 'approval-1-none');
    await desk.goto(`${origin}/account`);
    await desk.locator('a[href="/account/apps/activate"]').click();
    await choosePin(desk, '123456');
    await desk.locator('[data-notice="pin-unsuitable"]').waitFor();
    await look(desk, 'approval-20-unsuitable');
    await choosePin(desk, PIN);
    await arrive(desk, '/account/apps/activate');
    await mailbox.told(MAIL, /PIN was chosen/);
    await look(desk, 'approval-2-begin');
    await desk.locator('form[action="/account/apps/activate"] button').click();
    await desk.locator('.qr svg').waitFor();
    await look(desk, 'approval-3-code');
    const link = await desk.locator('#link').inputValue();
    await phone.goto(link);
    await look(phone, 'approval-4-join');
    await phone.locator('bf-passkey button.button').click();
    await arrive(phone, '/app');
    await heading(phone, 'Nothing to approve');
    await look(phone, 'approval-5-nothing');
    await heading(desk, 'The app is activated');
    await look(desk, 'approval-6-done');
    await mailbox.told(MAIL, /approval app was activated/);
    const again = await phone.goto(link);
    assert.equal(again.status(), 410, 'once');
    await phone.goto(`${origin}/app`);
  });

  test('approves a sign-in once the number is right', async () => {
    await desk.goto(`${origin}/account`);
    await desk.locator('form[action="/account/sign-out"] button').click();
    await arrive(desk, '/account/sign-in');
    const number = await ask();
    await look(desk, 'approval-7-waiting');
    // The phone was open: it asks by itself.
    await heading(phone, 'Is this you?');
    await look(phone, 'approval-8-asks');
    await approve(number === '42' ? '43' : '42');
    await phone.locator('[data-notice="number-wrong"][role="alert"]').waitFor();
    await look(phone, 'approval-9-wrong');
    const tapped = Date.now();
    await approve(number);
    await arrive(desk, '/account');
    // For the reader of the log alone: how long it takes is measured elsewhere.
    console.log(`signed in ${Date.now() - tapped} ms after the tap`);
    await heading(phone, 'Nothing to approve');
    assert.match(await phone.locator('ul.sessions').textContent(), /approved/);
    assert.match(await desk.locator('ul.sessions').textContent(), /approval app/);
    await look(desk, 'approval-10-home');
  });

  test('is of no use without the PIN, which a temporary one replaces', async () => {
    const signOut = async () => {
      await desk.locator('form[action="/account/sign-out"] button').click();
      await arrive(desk, '/account/sign-in');
    };
    await signOut();
    const number = await ask();
    await heading(phone, 'Is this you?');
    await approve(number, ANOTHER);
    await phone.locator('[data-notice="pin-wrong"][role="alert"]').waitFor();
    assert.equal(await phone.locator('input[name="pin"]').inputValue(), '');
    await look(phone, 'approval-21-wrong-pin');
    await approve(number, '906817');
    await phone.locator('[data-notice="pin-wrong"][role="alert"]').waitFor();
    await approve(number, '907817');
    await phone.locator('[data-notice="pin-wait"]').waitFor();
    await look(phone, 'approval-22-locked');
    await mailbox.told(MAIL, /wrong too often and is locked/);
    await phone.goto(`${origin}/app`);
    await phone.locator('form[action$="/refuse"] button').first().click();
    await heading(phone, 'Nothing to approve');

    await desk.goto(`${origin}/account/sign-in`);
    await desk.locator('#name').fill('ann.smith');
    await desk.locator('#password').fill(PASSWORD);
    await desk.locator('form[data-ask] button.button').first().click();
    await arrive(desk, '/account');
    await desk.locator('a[href="/account/pin/forgotten"]').click();
    await proveByText(desk, mailbox, { phone: PHONE, password: PASSWORD });
    await arrive(desk, '/account/pin/forgotten');
    await look(desk, 'approval-23-forgotten');
    await desk.locator('form[data-ask] button.button').first().click();
    await arrive(desk, '/account');
    await mailbox.told(MAIL, /temporary PIN was asked for/);
    // Due at once here; whoever sends it looks twice a minute.
    const said = await mailbox.told(PHONE, /is your temporary PIN/, 120);
    await desk.goto(`${origin}/account`);
    await desk.locator('[data-pin-reset="sent"]').waitFor();
    await look(desk, 'approval-24-sent');
    await desk.locator('a[href="/account/pin/temporary"]').click();
    await arrive(desk, '/account/pin/temporary');
    await look(desk, 'approval-25-temporary');
    await desk.locator('#code').fill(said.match(/\d{4} \d{4}/)[0]);
    await desk.locator('#pin').fill(ANOTHER);
    await desk.locator('#again').fill(ANOTHER);
    await desk.locator('form[data-ask] button.button').first().click();
    await arrive(desk, '/account');
    assert.equal(await desk.locator('[data-pin-reset]').count(), 0);

    await signOut();
    const next = await ask();
    await heading(phone, 'Is this you?');
    await approve(next, ANOTHER);
    await arrive(desk, '/account');
    await heading(phone, 'Nothing to approve');
  });

  test('refuses, and the other screen says so', async () => {
    await desk.locator('form[action="/account/sign-out"] button').click();
    await arrive(desk, '/account/sign-in');
    await ask();
    await heading(phone, 'Is this you?');
    await phone.locator('form[action$="/refuse"] button').first().click();
    await heading(desk, 'The sign-in was refused');
    await look(desk, 'approval-11-refused');
    await heading(phone, 'Nothing to approve');
  });

  test('of a name that nobody has the screen says the same', async () => {
    const number = await ask('nobody.at.all');
    assert.match(number, /^\d\d$/);
    await desk.locator('form[action$="/finish"] button').click();
    await desk.getByText('It was not approved yet.').waitFor();
    await look(desk, 'approval-12-early');
  });

  test('is blocked, approves nothing, and again', async () => {
    await desk.goto(`${origin}/account/sign-in`);
    await desk.locator('#name').fill('ann.smith');
    await desk.locator('#password').fill(PASSWORD);
    await desk.locator('form[data-ask] button.button').first().click();
    await arrive(desk, '/account');
    await desk.locator('form[action="/account/apps/block"] button').click();
    await desk.locator('form[action="/account/apps/reopen"]').waitFor();
    await look(desk, 'approval-13-blocked');
    await phone.goto(`${origin}/app`);
    await phone.locator('[data-notice="app-blocked"], main h1').first().waitFor();
    await look(phone, 'approval-14-blocked');
    await desk.locator('form[action="/account/apps/reopen"] button').click();
    await desk.locator('form[action="/account/apps/block"]').waitFor();
    await phone.goto(`${origin}/app`);
    await heading(phone, 'Nothing to approve');
  });

  test('reports somebody else, whose next question is not heard', async () => {
    await desk.locator('form[action="/account/sign-out"] button').click();
    await arrive(desk, '/account/sign-in');
    await ask();
    await heading(phone, 'Is this you?');
    await phone.locator('button[formaction$="/report"]').click();
    await heading(phone, 'Nothing to approve');
    assert.match(await phone.locator('ul.sessions').textContent(), /refused and reported/);
    await ask();
    // Long enough for what is heard to be shown.
    await phone.waitForTimeout(1_500);
    await phone.reload();
    await heading(phone, 'Nothing to approve');
  });

  test('says what removing it means, and goes', async () => {
    await phone.locator('a[href="/app/leave"]').click();
    await arrive(phone, '/app/leave');
    await look(phone, 'approval-15-leave');
    await phone.locator('form[action="/app/leave"] button').click();
    await arrive(phone, '/app');
    await heading(phone, 'The app was removed');
    await mailbox.told(MAIL, /approval app was removed/);
    await phone.goto(`${origin}/app`);
    await heading(phone, 'This device approves nothing yet');
  });

  test('leaves no complaint behind', () => {
    assert.deepEqual(complaints.flat(), []);
  });
});
