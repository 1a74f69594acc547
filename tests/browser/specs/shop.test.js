// Somebody opens an account, adds a passkey, and signs in with it at the shop of examples/: an ordinary client of an
// ordinary library on another address.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';
import { house } from '../lib/house.js';
import { look } from '../lib/look.js';
import { Mailbox, choosePin, openAccount, proveByText } from '../lib/mailbox.js';
import { keepPasskeys, watch } from '../lib/browser.js';

const EXAMPLE = fileURLToPath(new URL('../../../examples/relying-party', import.meta.url));
const MAIL = 'ann@mail.example';
const PHONE = '+31612345678';
const PASSWORD = 'a lamp on the harbour';

describe('a shop', () => {
  const at = house();
  let folder;
  let shop;
  let url;
  let page;
  let complaints;
  let mailbox;

  before(async () => {
    if (!existsSync(join(EXAMPLE, 'node_modules'))) {
      execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: EXAMPLE, stdio: 'ignore' });
    }
    folder = mkdtempSync(join(tmpdir(), 'bonafide-shop-'));
    const key = at.server.log.match(/bonafide_demo_test_[A-Za-z0-9_-]+/)[0];
    const env = { ...process.env, BONAFIDE_URL: at.server.url, BONAFIDE_KEY: key, SHOP_PORT: '0', SHOP_STATE: join(folder, 'shop.json') };
    shop = spawn('node', ['shop.js'], { cwd: EXAMPLE, env, stdio: ['ignore', 'pipe', 'inherit'] });
    url = await new Promise((found, failed) => {
      let said = '';
      shop.once('exit', () => failed(new Error(`the shop did not start: ${said}`)));
      shop.stdout.on('data', (data) => {
        said += data;
        const address = said.match(/http:\/\/127\.0\.0\.1:\d+\//)?.[0];
        if (address) found(address);
      });
    });
    const context = await at.browser.person({ width: 360 });
    page = await context.newPage();
    complaints = watch(page);
    mailbox = new Mailbox(at);
    await keepPasskeys(page);
    await join_account();
  });

  after(() => {
    shop?.kill();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const main = () => page.locator('form[data-ask] button.button').first().click();
  const arrive = (path) => page.waitForURL((where) => where.pathname === path);

  async function join_account() {
    await openAccount(page, at.server.url, mailbox, { mail: MAIL, phone: PHONE, password: PASSWORD });
    await page.locator('bf-passkey button.button').click();
    await page.locator('ul.passkeys li').waitFor();
    await page.locator('form[action="/account/sign-out"] button').click();
    await arrive('/account/sign-in');
  }

  test('is signed in to with a passkey, once what it is told was seen', async () => {
    await page.goto(url);
    await page.locator('a.go').click();
    await arrive('/account/sign-in');
    await page.getByText('Sign in to go on to Corner shop.').waitFor();
    await look(page, 'shop-1-sign-in');
    await page.locator('bf-passkey button.button').click();
    await page.locator('form[action="/authorize/decide"]').waitFor();
    assert.match(await page.locator('dl.facts').textContent(), new RegExp(MAIL));
    await look(page, 'shop-2-share');
    await page.locator('button[value="yes"]').click();
    await page.waitForURL(url);
    const told = await page.locator('main').textContent();
    assert.match(told, new RegExp(MAIL));
    assert.match(told, /assurance\/aal\/2/);
    assert.match(told, /pop user mfa/);
  });

  test('asks nothing the second time', async () => {
    const shopper = await page.context().newPage();
    await shopper.context().clearCookies({ name: 'shop' });
    await shopper.goto(url);
    await shopper.locator('a.go').click();
    await shopper.waitForURL(url);
    await shopper.getByRole('heading', { name: 'Welcome' }).waitFor();
    await shopper.close();
  });

  test('is left, here and there', async () => {
    await page.goto(url);
    await page.locator('a.go').click();
    await page.locator('form[action="/sign-out"]').waitFor();
    await look(page, 'shop-3-leave');
    await page.locator('form[action="/sign-out"] button').click();
    await page.waitForURL(url);
    await page.locator('a.go').click();
    await arrive('/account/sign-in');
    // By password as well, in a browser without scripts: forms lead back all the same.
    const context = await at.browser.person({ width: 360, scripts: false });
    const plain = await context.newPage();
    await plain.goto(url);
    await plain.locator('a.go').click();
    await plain.locator('#name').fill('ann.smith');
    await plain.locator('#password').fill(PASSWORD);
    await plain.locator('form[data-ask] button.button').first().click();
    await plain.getByRole('heading', { name: 'Welcome' }).waitFor();
    assert.match(await plain.locator('main').textContent(), /aal\/1/);
    await context.close();
  });

  test('is signed in to from another device, which says what for', async () => {
    const phone = await (await at.browser.person({ width: 360 })).newPage();
    await keepPasskeys(phone);
    await page.goto(`${at.server.url}/account/sign-in`);
    await page.locator('#name').fill('ann.smith');
    await page.locator('#password').fill(PASSWORD);
    await main();
    // The shop had sent this browser here: it goes back there first.
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await page.goto(`${at.server.url}/account`);
    await page.locator('a[href="/account/apps/activate"]').click();
    await proveByText(page, mailbox, { phone: PHONE, password: PASSWORD });
    await choosePin(page, '738264');
    await page.locator('form[action="/account/apps/activate"] button').click();
    await phone.goto(await page.locator('#link').inputValue());
    await phone.locator('bf-passkey button.button').click();
    await phone.waitForURL((where) => where.pathname === '/app');
    await page.getByRole('heading', { name: 'The app is activated' }).waitFor();

    const elsewhere = await (await at.browser.person({ width: 1280 })).newPage();
    await elsewhere.goto(url);
    await elsewhere.locator('a.go').click();
    await elsewhere.locator('#name').fill('ann.smith');
    await elsewhere.locator('button[formaction="/account/sign-in/approval"]').click();
    const number = (await elsewhere.locator('.number').textContent()).trim();
    await phone.getByRole('heading', { name: 'Sign in to Corner shop' }).waitFor();
    await phone.locator('input[name="number"]').fill(number);
    await phone.locator('input[name="pin"]').fill('738264');
    await phone.locator('bf-passkey button.button').click();
    await elsewhere.getByRole('heading', { name: 'Welcome' }).waitFor();
    assert.match(await elsewhere.locator('main').textContent(), /aal\/2/);
    await elsewhere.context().close();
    await phone.context().close();
  });

  test('is disconnected, and has to ask again', async () => {
    await page.goto(`${at.server.url}/account`);
    await page.locator('a[href="/account/services"]').click();
    await page.getByRole('heading', { name: 'Corner shop' }).waitFor();
    await look(page, 'shop-5-services');
    await page.locator('a[href^="/account/services/end"]').click();
    await arrive('/account/services/end');
    await look(page, 'shop-6-disconnect');
    await page.locator('form[action="/account/services/end"] button').click();
    await page.getByText('None yet.').waitFor();
    await look(page, 'shop-7-none');
    const again = await (await at.browser.person({ width: 360 })).newPage();
    await again.goto(url);
    await again.locator('a.go').click();
    await again.locator('#name').fill('ann.smith');
    await again.locator('#password').fill(PASSWORD);
    await again.locator('form[data-ask] button.button').first().click();
    await again.locator('form[action="/authorize/decide"] button[value="yes"]').click();
    await again.getByRole('heading', { name: 'Welcome' }).waitFor();
    await again.context().close();
  });

  test('of a request that leads nowhere, people are told', async () => {
    await page.goto(`${at.server.url}/authorize?client_id=nobody`);
    await page.locator('[data-notice="authorization-refused"]').waitFor();
    await look(page, 'shop-4-refused');
    assert.deepEqual(complaints.filter((one) => !/400/.test(one)), []);
  });
});
