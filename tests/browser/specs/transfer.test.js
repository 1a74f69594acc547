// An approval app moves from one phone to another: approved on the old one with its PIN, stopped once, and
// carried out.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { keepPasskeys, watch } from '../lib/browser.js';
import { house } from '../lib/house.js';
import { look } from '../lib/look.js';
import { Mailbox, choosePin, openAccount } from '../lib/mailbox.js';

const MAIL = 'ann@mail.example';
const PHONE = '+31612345678';
const PASSWORD = 'a lamp on the harbour';
const PIN = '738264';

describe('an approval app that moves', () => {
  const at = house();
  let desk;
  let old;
  let fresh;
  let origin;
  let mailbox;
  let complaints;

  before(async () => {
    mailbox = new Mailbox(at);
    origin = at.server.url.replace('127.0.0.1', 'localhost');
    desk = await (await at.browser.person({ width: 1280 })).newPage();
    old = await (await at.browser.person({ width: 360 })).newPage();
    fresh = await (await at.browser.person({ width: 360 })).newPage();
    complaints = [watch(desk), watch(old), watch(fresh)];
    await keepPasskeys(old);
    await keepPasskeys(fresh);
    await openAccount(desk, origin, mailbox, { mail: MAIL, phone: PHONE, password: PASSWORD });
    await desk.goto(`${origin}/account`);
    await desk.locator('a[href="/account/apps/activate"]').click();
    await choosePin(desk, PIN);
    await desk.locator('form[action="/account/apps/activate"] button').click();
    await old.goto(await desk.locator('#link').inputValue());
    await old.locator('bf-passkey button.button').click();
    await arrive(old, '/app');
  });

  const arrive = (page, path) => page.waitForURL((url) => url.pathname === path);

  /** Shows the picture code on the old phone, and has the new one scan it. */
  async function move() {
    await old.goto(`${origin}/app`);
    await old.locator('a[href="/app/transfer"]').click();
    await arrive(old, '/app/transfer');
    await look(old, 'transfer-1-before');
    await old.locator('#pin').fill(PIN);
    await old.locator('bf-passkey button.button').click();
    await old.locator('.qr svg').waitFor();
    await look(old, 'transfer-2-code');
    await fresh.goto(await old.locator('#link').inputValue());
    await look(fresh, 'transfer-3-scanned');
    await fresh.locator('bf-passkey button.button').click();
  }

  test('waits, and is stopped on the old phone', async () => {
    await move();
    await fresh.locator('[data-notice="app-not-yet"]').or(fresh.getByText('does not approve yet')).first().waitFor();
    await look(fresh, 'transfer-4-not-yet');
    await mailbox.told(MAIL, /moves to another device/);
    // The old one looks again by itself.
    await old.locator('main time').waitFor();
    await look(old, 'transfer-8-scanned');
    await old.goto(`${origin}/app`);
    await old.locator('form[action="/app/transfer/stop"]').waitFor();
    await look(old, 'transfer-5-moving');
    await desk.goto(`${origin}/account`);
    await desk.locator('form[action="/account/apps/stop"]').waitFor();
    await look(desk, 'transfer-6-home');
    await old.locator('form[action="/app/transfer/stop"] button').click();
    await old.locator('a[href="/app/transfer"]').waitFor();
    await mailbox.told(MAIL, /that was stopped/);
    await desk.reload();
    assert.equal(await desk.locator('form[action="/account/apps/stop"]').count(), 0);
  });

  test('approves on the new one, and on the old one no more', async () => {
    // Nobody waits an hour here.
    await at.server.reconfigure('transfer_wait_minutes = 0\n');
    await fresh.context().clearCookies();
    await move();
    await arrive(fresh, '/app');
    await old.goto(`${origin}/app`);
    await look(old, 'transfer-7-gone');
    assert.equal(await old.locator('a[href="/app/transfer"]').count(), 0);

    await desk.goto(`${origin}/account`);
    await desk.locator('form[action="/account/sign-out"] button').click();
    await arrive(desk, '/account/sign-in');
    await desk.locator('#name').fill('ann.smith');
    await desk.locator('button[formaction="/account/sign-in/approval"]').click();
    await arrive(desk, '/account/sign-in/approval');
    const number = (await desk.locator('.number').textContent()).trim();
    await fresh.locator('input[name="number"]').fill(number);
    await fresh.locator('input[name="pin"]').fill(PIN);
    await fresh.locator('bf-passkey button.button').click();
    await arrive(desk, '/account');
    assert.deepEqual(complaints.flat(), []);
  });
});
