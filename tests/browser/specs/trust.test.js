// An operator manages the trust store: a certificate by hand, a pin, distrust and its undo. The
// certificate is made by OpenSSL; without it these tests say that they are skipped.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { keepPasskeys } from '../lib/browser.js';
import { house } from '../lib/house.js';
import { look } from '../lib/look.js';

function openssl(...args) {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function hasOpenssl() {
  try {
    openssl('version');
    return true;
  } catch {
    return false;
  }
}

describe('the trust store', { skip: hasOpenssl() ? false : 'openssl is not on the search path' }, () => {
  const at = house();
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-trust-'));
  const file = (name) => join(folder, name);
  let page;
  let origin;
  let print;

  before(async () => {
    openssl(
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '60',
      '-keyout', file('key'), '-out', file('utopia.pem'), '-subj', '/C=UT/O=Utopia/CN=Country Signing',
      '-addext', 'keyUsage=critical,keyCertSign,cRLSign',
    );
    const told = openssl('x509', '-in', file('utopia.pem'), '-noout', '-fingerprint', '-sha256');
    print = told.split('=')[1].trim();
    const context = await at.browser.person({ width: 1280 });
    page = await context.newPage();
    await keepPasskeys(page);
    const link = (await at.server.command('operator', 'add', 'kim')).match(/https?:\/\/\S+/)[0];
    origin = new URL(link).origin;
    await page.goto(link);
    await page.locator('bf-passkey button.button').click();
    await page.waitForURL((url) => url.pathname === '/moderate');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  test('only for those who may', async () => {
    assert.equal(await page.locator('a[href="/moderate/trust"]').count(), 0);
    const answer = await page.goto(`${origin}/moderate/trust`);
    assert.equal(answer.status(), 403);
    await at.server.command('operator', 'allow', 'kim', 'trust');
    await page.goto(`${origin}/moderate`);
    await page.locator('a[href="/moderate/trust"]').click();
    await page.waitForURL((url) => url.pathname === '/moderate/trust');
    await look(page, 'moderate-6-trust-empty');
  });

  test('a certificate by hand: what would change is shown first', async () => {
    await page.goto(`${origin}/moderate/trust/import`);
    await look(page, 'moderate-7-trust-import');
    await page.locator('form[enctype] button').click();
    await page.locator('.error-summary').waitFor();
    await page.locator('#file').setInputFiles(file('utopia.pem'));
    await page.locator('form[enctype] button').click();
    const shown = page.locator('.notice code.print');
    await shown.waitFor();
    assert.equal(await shown.textContent(), print.replaceAll(':', '').toLowerCase());
    await look(page, 'moderate-8-trust-preview');
    assert.equal(await at.server.command('trust', 'list'), '');
    await page.locator('form[action^="/moderate/trust/import/"] button').click();
    await page.waitForURL((url) => url.pathname === '/moderate/trust');
    assert.match(await page.locator('tbody').textContent(), /CN=Country Signing/);
    await look(page, 'moderate-9-trust');
    assert.match(await at.server.command('trust', 'history'), /imported {2}by kim/);
  });

  test('the same again changes nothing; what is none is passed over', async () => {
    await page.goto(`${origin}/moderate/trust/import`);
    await page.locator('#file').setInputFiles(file('utopia.pem'));
    await page.locator('form[enctype] button').click();
    await page.locator('.notice-information').waitFor();
    assert.equal(await page.locator('form[action^="/moderate/trust/import/"]').count(), 0);
    writeFileSync(file('other.txt'), 'nothing');
    await page.goto(`${origin}/moderate/trust/import`);
    await page.locator('#file').setInputFiles(file('other.txt'));
    await page.locator('form[enctype] button').click();
    await page.locator('.notice-warning').waitFor();
  });

  test('found by country, state and search', async () => {
    const rows = async (query) => {
      await page.goto(`${origin}/moderate/trust?${query}`);
      return page.locator('tbody tr').count();
    };
    assert.equal(await rows('country=UT'), 1);
    assert.equal(await rows('state=ending'), 1);
    assert.equal(await rows('state=valid'), 0);
    assert.equal(await rows('text=country+signing&kind=authority'), 1);
    assert.equal(await rows('text=100%25'), 0);
    await page.goto(`${origin}/moderate/trust`);
    await page.locator('#country').selectOption('UT');
    await page.locator('form[role="search"] button').click();
    await page.waitForURL((url) => url.searchParams.get('country') === 'UT');
  });

  test('distrusted with a reason, and believed again', async () => {
    await page.goto(`${origin}/moderate/trust`);
    await page.locator('tbody a').click();
    await look(page, 'moderate-trust-1-certificate');
    const button = page.locator('form[action$="/distrust"] button');
    await button.click();
    await page.locator('.error-summary').waitFor();
    await page.locator('#reason').fill('Its key was stolen.');
    await button.click();
    const again = page.locator('form[action$="/trust-again"] button');
    await again.waitFor();
    assert.match(await page.locator('.said').textContent(), /stolen/);
    await look(page, 'moderate-trust-2-distrusted');
    assert.match(await at.server.command('trust', 'list', '--state', 'distrusted'), /Utopia/);
    await again.click();
    await button.waitFor();
    assert.equal(await at.server.command('trust', 'list', '--state', 'distrusted'), '');
  });

  test('a signer is pinned by its fingerprint and unpinned', async () => {
    await page.goto(`${origin}/moderate/trust/import`);
    const pin = async (text) => {
      await page.locator('#fingerprint').fill(text);
      await page.locator('form[action="/moderate/trust/pin"] button').click();
    };
    await pin('12 34');
    await page.locator('.error-summary').waitFor();
    await pin(print);
    const unpin = page.locator('form[action="/moderate/trust/unpin"] button');
    await unpin.waitFor();
    await look(page, 'moderate-trust-3-pinned');
    assert.match(await at.server.command('trust', 'pins'), new RegExp(print.slice(0, 2), 'i'));
    await unpin.click();
    await unpin.waitFor({ state: 'detached' });
    assert.equal(await at.server.command('trust', 'pins'), '');
    await at.server.command('audit', 'verify');
  });

  test('a taken permission counts at once', async () => {
    await at.server.command('operator', 'forbid', 'kim', 'trust');
    const answer = await page.goto(`${origin}/moderate/trust/import`);
    assert.equal(answer.status(), 403);
  });
});
