// Guidance while the camera is open, in a real browser with films as its camera: the right words for
// what is wrong, the photograph that takes itself, and pages that do without WebAssembly.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture, manifest } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';
import { look } from '../lib/look.js';

describe('guidance', () => {
  const at = house();

  async function atCamera(film, { width = 1280, prepare = async () => {} } = {}) {
    const session = await at.live.open();
    const context = await at.browser.person({ width });
    await prepare(context);
    const journey = new Journey(at.browser, await context.newPage());
    journey.page.on('console', (message) => {
      if (message.text().startsWith('guidance:')) console.log(`      ${message.text()}`);
    });
    await journey.page.goto(session.url);
    await journey.toPhotograph();
    at.browser.show(fixture(film));
    return { session, journey, page: journey.page };
  }

  async function atSelfie(film, how) {
    const reached = await atCamera('nobody.mjpeg', how);
    await reached.journey.upload('document_front', fixture('passport-a-front.jpg'));
    await reached.journey.confirmFields();
    await reached.page.locator('bf-camera[data-side="selfie"]').waitFor();
    at.browser.show(fixture(film));
    return reached;
  }

  /** Opens the camera and notes every advice with the time at which it came. */
  async function open(page) {
    await page.evaluate(() => {
      const dialog = document.querySelector('dialog.camera');
      window.told = [];
      new MutationObserver(() => {
        const { advice, looks } = dialog.dataset;
        if (advice && advice !== window.told.at(-1)?.advice) window.told.push({ advice, looks: Number(looks), at: performance.now() });
      }).observe(dialog, { attributes: true, attributeFilter: ['data-advice'] });
    });
    await page.locator('[data-open]').click();
  }

  const looks = (page) => page.locator('dialog.camera').evaluate((dialog) => Number(dialog.dataset.looks ?? 0));

  /** Waits until the worker has looked a few times. */
  async function guided(page, times = 4) {
    await page
      .waitForFunction((times) => Number(document.querySelector('dialog.camera').dataset.looks ?? 0) >= times, times, { timeout: 60_000 })
      .catch((error) => explain(page, error));
  }

  const said = (page, advice, seconds = 20) =>
    page
      .locator(`dialog.camera[data-advice="${advice}"]`)
      .waitFor({ timeout: seconds * 1000 })
      .catch((error) => explain(page, error));

  /** Fails with what the camera showed until then. */
  async function explain(page, error) {
    const seen = await page.evaluate(() => JSON.stringify({ ...document.querySelector('dialog.camera').dataset, words: undefined, told: window.told }));
    throw new Error(`${error.message}\n${seen}`);
  }

  async function again(page, film) {
    await page.locator('.camera-close').click();
    // Until the browser has let go of its camera, the old film plays on.
    await page.waitForTimeout(2_500);
    at.browser.show(fixture(film));
    await open(page);
    await guided(page);
  }

  test('a document that is dark, bright, blurred, far, near, turned or shines is told so', async () => {
    const { journey, page } = await atCamera('guide-document-dark.mjpeg', { width: 360 });
    await open(page);
    await guided(page);
    for (const { file, face, advice } of manifest().guidance) {
      if (face || advice === 'still') continue;
      await again(page, file);
      await said(page, advice);
      // Never by colour alone: the sentence stands there, and is read aloud.
      const words = JSON.parse(await page.locator('dialog.camera').getAttribute('data-words'));
      assert.equal(await page.locator('[data-guide]').innerText(), words[advice]);
      await page.locator('[data-spoken]').filter({ hasText: words[advice] }).waitFor({ state: 'attached' });
      assert.equal(await page.locator('[data-spoken]').getAttribute('role'), 'status');
      // Advice is no lock: whoever wants to may take the picture.
      assert.ok(await page.locator('[data-shutter]').isEnabled());
      if (advice === 'flatter' || advice === 'glare') await look(page, `guidance-${advice}`);
    }
    assert.deepEqual(journey.complaints, []);
    await journey.end();
  });

  test('a document that lies well is photographed by itself, after a moment, and is read', async () => {
    const { journey, page } = await atCamera('passport-a-front.mjpeg');
    await open(page);
    await page.locator('[data-use]').waitFor({ timeout: 60_000 }).catch((error) => explain(page, error));
    const told = await page.evaluate(() => window.told);
    const still = told.find(({ advice }) => advice === 'still');
    const ready = told.find(({ advice }) => advice === 'ready');
    assert.ok(still && ready, JSON.stringify(told));
    assert.ok(ready.at - still.at > 800, `held for ${ready.at - still.at} ms`);
    await page.locator('[data-use]').click();
    await journey.at('fields', 120);
    assert.deepEqual(journey.complaints, []);
    await journey.end();
  });

  test('a face: what is wrong is told, and the button lights up when nothing is', async () => {
    const { journey, page } = await atSelfie('guide-face-dark.mjpeg', { width: 360 });
    await open(page);
    await guided(page);
    for (const { file, face, advice } of manifest().guidance) {
      if (!face || advice === 'still') continue;
      await again(page, file);
      await said(page, advice);
      assert.ok(await page.locator('[data-shutter]').isDisabled(), `${advice}: the button is lit`);
    }
    // Somebody whose camera does no better may go on, and is told what comes of it.
    await page.locator('[data-anyway]:not([hidden])').waitFor();
    assert.ok(await page.locator('[data-shutter]').isEnabled());
    await look(page, 'guidance-anyway');
    await again(page, 'guide-face-good.mjpeg');
    await said(page, 'ready');
    assert.ok(await page.locator('[data-shutter]').isEnabled());
    await look(page, 'guidance-face-ready');
    // Only a document takes its own picture.
    assert.ok(await page.locator('[data-use]').isHidden());
    assert.deepEqual(journey.complaints, []);
    await journey.end();
  });

  test('looks a second are counted', async () => {
    const { journey, page } = await atCamera('guide-document-far.mjpeg');
    await open(page);
    await guided(page, 8);
    const from = await looks(page);
    await page.waitForTimeout(4_000);
    const rate = ((await looks(page)) - from) / 4;
    console.log(`      ${rate} looks a second at a document`);
    // Five and more by themselves; here two browsers and two servers share the machine.
    assert.ok(rate >= 2.5, `${rate} looks a second`);
    await journey.end();
  });

  for (const [how, prepare] of [
    ['the module does not load', (context) => context.route('**/guidance-*.wasm', (route) => route.abort())],
    ['the browser has none', (context) => context.addInitScript(() => { delete window.WebAssembly; })],
  ]) {
    test(`without WebAssembly the page still captures: ${how}`, async () => {
      const { session, journey, page } = await atCamera('passport-a-front.mjpeg', { prepare });
      await open(page);
      await page.locator('[data-shutter]:not([disabled])').waitFor();
      await page.waitForTimeout(3_000);
      assert.equal(await looks(page), 0);
      assert.ok(await page.locator('[data-use]').isHidden());
      assert.notEqual(await page.locator('[data-guide]').innerText(), '');
      // Nobody is locked out: it is said that nothing guides here, and noted for whoever looks.
      const words = JSON.parse(await page.locator('dialog.camera').getAttribute('data-words'));
      await page.locator('[data-anyway][role="status"]').filter({ hasText: words.unguided }).waitFor();
      await page.locator('[data-shutter]').click();
      await page.locator('[data-use]').click();
      await journey.confirmFields();
      await journey.upload('selfie', fixture('selfie-a2.jpg'));
      assert.equal(await journey.result(), 'verified');
      const { report } = await at.live.session(session.id);
      const noted = report.findings.filter(({ check }) => check === 'capture_quality');
      assert.deepEqual(noted.map(({ outcome, reason }) => [outcome, reason]), [['warn', 'camera-unguided']]);
      await journey.end();
    });
  }

  test('a camera of few dots: the person is warned, and may go on', async () => {
    const { journey, page } = await atSelfie('nobody.mjpeg', {
      width: 360,
      prepare: (context) =>
        context.addInitScript(() => {
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [320, 240];
          const brush = canvas.getContext('2d');
          setInterval(() => {
            brush.fillStyle = `hsl(${Math.random() * 360} 30% 60%)`;
            brush.fillRect(Math.random() * 320, Math.random() * 240, 40, 40);
          }, 40);
          navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(25);
        }),
    });
    await open(page);
    const words = JSON.parse(await page.locator('dialog.camera').getAttribute('data-words'));
    assert.ok(await page.locator('[data-shutter]').isDisabled());
    await page.locator('[data-anyway][role="status"]').filter({ hasText: words.poor }).waitFor();
    await look(page, 'guidance-poor');
    await page.locator('[data-shutter]:not([disabled])').click();
    // Heard outside of the page, which is replaced as soon as the server has answered.
    const said = new Promise((heard) => page.exposeFunction('heard', heard));
    await page.waitForFunction(() => 'heard' in window);
    await page.evaluate(() => {
      const { send } = XMLHttpRequest.prototype;
      XMLHttpRequest.prototype.send = function (body) {
        window.heard(body.get('camera'));
        return send.call(this, body);
      };
    });
    await page.locator('[data-use]').click();
    assert.equal(await said, 'poor');
    await journey.end();
  });

  test('before the last try the phone\'s own camera and a file are offered', async () => {
    const { journey, page } = await atCamera('nobody.mjpeg', { width: 360 });
    const own = page.locator('[data-own]');
    for (let tries = 1; tries <= 2; tries += 1) {
      assert.ok(await own.isHidden(), `offered after ${tries - 1}`);
      await page.locator('bf-camera').evaluate((before) => before.toggleAttribute('data-before', true));
      await journey.upload('document_front', fixture('hostile/grey.jpg'));
      await page.locator('[data-before]').waitFor({ state: 'detached', timeout: 60_000 });
      await journey.notice();
    }
    await own.waitFor();
    await look(page, 'guidance-own-camera', { widths: [360] });
    // What the phone's own camera took is an upload, and is read like any other.
    await page.locator('[data-own-photo]').setInputFiles(fixture('passport-a-front.jpg'));
    await journey.at('fields', 120);
    await journey.end();
  });

  test('pages themselves may not compile; the worker may, and nothing else', async () => {
    const { journey, page } = await atCamera('nobody.mjpeg');
    const parts = await page.locator('[data-guidance]').evaluate((template) => ({ ...template.dataset }));
    const policy = async (url) => (await page.request.get(new URL(url, at.server.url).href)).headers()['content-security-policy'];
    assert.doesNotMatch(await policy(page.url()), /wasm|eval/);
    assert.match(await policy(parts.guidance), /default-src 'none'.*wasm-unsafe-eval/);
    let total = 0;
    for (const part of Object.values(parts)) {
      const answer = await page.request.get(new URL(part, at.server.url).href);
      assert.equal(answer.headers()['content-encoding'], 'gzip');
      assert.match(answer.headers()['cache-control'], /immutable/);
      total += Number(answer.headers()['content-length']);
    }
    console.log(`      ${total} bytes compressed`);
    assert.ok(total < 4_000_000, `${total} bytes`);
    await journey.end();
  });

  for (const [agent, steps] of [
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'safari-phone'],
    ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36', 'samsung'],
    ['Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0', 'firefox'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0', 'edge'],
    ['Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36; wv)', 'in-app'],
  ]) {
    test(`a camera that is refused: what to do in ${steps}`, async () => {
      const { journey, page } = await atCamera('nobody.mjpeg', {
        width: 360,
        prepare: (context) =>
          context.addInitScript((agent) => {
            Object.defineProperty(navigator, 'userAgent', { get: () => agent });
            navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
          }, agent),
      });
      await page.locator('[data-open]').click();
      const told = page.locator('.camera-problem [data-notice="camera-refused"]');
      await told.waitFor();
      const expected = await page.locator(`template[data-steps="${steps}"]`).evaluate((template) => template.content.textContent.trim());
      assert.equal((await told.locator('.steps').innerText()).trim(), expected);
      await look(page, `guidance-refused-${steps}`);
      await journey.end();
    });
  }
});
