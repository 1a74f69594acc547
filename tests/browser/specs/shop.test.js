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
    await keepPasskeys(page);
    await join_account();
  });

  after(() => {
    shop?.kill();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function code(to) {
    const mailbox = await (await at.browser.person()).newPage();
    for (let tries = 0; tries < 60; tries += 1) {
      await mailbox.goto(`${at.server.url}/mailbox`);
      const mails = await mailbox.locator('article.mail').allTextContents();
      const found = mails.find((mail) => mail.includes(to) && /\d{4} \d{4}/.test(mail));
      if (found) {
        await mailbox.context().close();
        return found.match(/\d{4} \d{4}/)[0];
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`no code to ${to}`);
  }

  const main = () => page.locator('form[data-ask] button.button').first().click();
  const arrive = (path) => page.waitForURL((where) => where.pathname === path);

  async function join_account() {
    await page.goto(`${at.server.url}/account/new`);
    await main();
    await page.locator('#address').fill(MAIL);
    await main();
    await page.locator('#code').fill(await code(MAIL));
    await main();
    await page.locator('#address[type="tel"]').fill(PHONE);
    await main();
    await page.locator('#code').fill(await code(PHONE));
    await main();
    await page.locator('#user').fill('ann.smith');
    await page.locator('#password').fill(PASSWORD);
    await main();
    await arrive('/account');
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
    await plain.locator('form[data-ask] button.button').click();
    await plain.getByRole('heading', { name: 'Welcome' }).waitFor();
    assert.match(await plain.locator('main').textContent(), /aal\/1/);
    await context.close();
  });

  test('of a request that leads nowhere, people are told', async () => {
    await page.goto(`${at.server.url}/authorize?client_id=nobody`);
    await page.locator('[data-notice="authorization-refused"]').waitFor();
    await look(page, 'shop-4-refused');
    assert.deepEqual(complaints.filter((one) => !/400/.test(one)), []);
  });
});
