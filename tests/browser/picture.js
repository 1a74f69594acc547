// The picture in the README, `docs/bonafide.png`: made from the real program, so that it can be
// made again whenever the pages change. Run it with `npm run picture` and the two programs named
// in the environment as for the specs.

import { readFileSync, statSync } from 'node:fs';
import { Browser } from './lib/browser.js';
import { fixture } from './lib/fixtures.js';
import { Journey } from './lib/journey.js';
import { Server } from './lib/server.js';

const PICTURE = new URL('../../docs/bonafide.png', import.meta.url).pathname;
/** Larger than this, a picture slows the page that it stands on. */
const MOST_BYTES = 200_000;

const server = await Server.start();
const browser = await Browser.start({ film: fixture('nobody.mjpeg') });
try {
  const organisation = server.organisation('live');
  const shoot = async (journey) => {
    const { width } = journey.page.viewportSize();
    await journey.page.setViewportSize({ width, height: 800 });
    await journey.page.evaluate(() => scrollTo(0, 0));
    return journey.page.screenshot({ animations: 'disabled' });
  };

  const asked = await organisation.open();
  const desktop = await Journey.begin(browser, asked.url, { width: 1000 });
  await desktop.at('start');
  const start = await shoot(desktop);
  await desktop.end();

  const session = await organisation.open({ return_url: `${server.url}/demo/returned` });
  const phone = await Journey.begin(browser, session.url, { width: 360 });
  await phone.toPhotograph();
  const photograph = await shoot(phone);
  await phone.upload('document_front', fixture('passport-a-front.jpg'));
  await phone.confirmFields();
  await phone.upload('selfie', fixture('selfie-a2.jpg'));
  await phone.result();
  const verified = await shoot(phone);
  await phone.end();

  const context = await browser.person({ width: 1200 });
  const page = await context.newPage();
  const shown = (bytes, name) => `<img class="${name}" src="data:image/png;base64,${bytes.toString('base64')}" alt="">`;
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 28px; background: #e6ecf1; display: flex; gap: 20px; align-items: center; width: max-content; }
    img { display: block; border-radius: 14px; border: 1px solid #b9c4cd; height: 560px; box-shadow: 0 4px 14px rgb(21 33 43 / 0.12); }
  </style>${shown(start, 'desktop')}${shown(photograph, 'phone')}${shown(verified, 'phone')}`);
  const size = await page.evaluate(() => ({ width: document.body.offsetWidth, height: document.body.offsetHeight }));
  await page.setViewportSize(size);
  await page.screenshot({ path: PICTURE });
  await context.close();
} finally {
  await browser.stop();
  await server.stop();
}
const { size } = statSync(PICTURE);
if (size > MOST_BYTES) throw new Error(`${PICTURE} has ${size} bytes, more than ${MOST_BYTES}`);
console.log(`${PICTURE}: ${size} bytes, ${readFileSync(PICTURE).readUInt32BE(16)} pixels wide`);
