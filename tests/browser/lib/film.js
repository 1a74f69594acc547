// A person before the camera who does what the page asks for: in place of the browser's camera
// stands a canvas, on which the clip of each movement is played when the page shows its prompt.
// The product sees a camera like any other.

import { readFileSync } from 'node:fs';
import { fixture } from './fixtures.js';

/**
 * Has the pages of this browser see `who` does: `genuine` or `flat`. Colours that fill the screen fall
 * on them; unless it `reflects`, others do, as in a film of another time.
 */
export async function film(context, who = 'genuine', { reflects = true } = {}) {
  const index = JSON.parse(readFileSync(fixture('live/clips.json'), 'utf8'));
  await context.route('**/test-clips/*', (route) => {
    const name = new URL(route.request().url()).pathname.split('/').pop();
    return route.fulfill({ body: readFileSync(fixture(`live/${name}`)), contentType: 'application/octet-stream' });
  });
  await context.addInitScript(
    ({ index, who, reflects }) => {
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
      const clips = new Map();
      /** What an unlit channel of the screen leaves of the light on a face. */
      const LESS = 215;
      const lights = { red: 'R', yellow: 'RG', green: 'G', cyan: 'GB', blue: 'B', magenta: 'RB' };
      let showed;
      let falls;
      let playing = 'rest';
      let began = performance.now();
      let rested = 0;
      let stopped = true;

      async function load(name) {
        const bytes = new Uint8Array(await (await fetch(`/test-clips/${who}-${name}.clip`)).arrayBuffer());
        const frames = [];
        let at = 0;
        for (const [ms, length] of index[`${who}-${name}`]) {
          const picture = await createImageBitmap(new Blob([bytes.slice(at, at + length)], { type: 'image/jpeg' }));
          frames.push({ ms, picture });
          at += length;
        }
        clips.set(name, frames);
      }

      function draw() {
        const prompt = document.querySelector('dialog.camera')?.dataset.prompt ?? 'rest';
        if (prompt !== 'rest' && prompt !== playing) {
          if (playing === 'rest') rested = performance.now() - began;
          playing = prompt;
          began = performance.now();
        }
        let frames = clips.get(playing);
        let time = performance.now() - began;
        if (playing !== 'rest' && time > frames[frames.length - 1].ms) {
          // Resting goes on where it was: nobody does the very same twice.
          playing = 'rest';
          began = performance.now() - rested;
          frames = clips.get('rest');
          time = rested;
        }
        const end = frames[frames.length - 1].ms + 50;
        const shown = frames.findLast((frame) => frame.ms <= time % end) ?? frames[0];
        context.drawImage(shown.picture, 0, 0);
        const shows = document.querySelector('dialog.camera')?.dataset.light;
        if (shows !== showed) {
          showed = shows;
          const all = Object.keys(lights);
          falls = reflects || !shows ? shows : all[Math.floor(Math.random() * all.length)];
        }
        const light = lights[falls];
        if (light) {
          const channels = [...'RGB'].map((channel) => (light.includes(channel) ? 255 : LESS));
          context.globalCompositeOperation = 'multiply';
          context.fillStyle = `rgb(${channels.join(' ')})`;
          context.fillRect(0, 0, canvas.width, canvas.height);
          context.globalCompositeOperation = 'source-over';
        }
        // No two pictures of a sensor are the same.
        for (let n = 0; n < 400; n += 1) {
          const tone = Math.floor(Math.random() * 256);
          context.fillStyle = `rgb(${tone} ${tone} ${tone} / 0.06)`;
          context.fillRect(Math.random() * canvas.width, Math.random() * canvas.height, 1 + Math.random() * 3, 2);
        }
      }

      navigator.mediaDevices.getUserMedia = async () => {
        if (clips.size === 0) {
          await Promise.all([...new Set(Object.keys(index).map((name) => name.split('-')[1]))].map(load));
        }
        const { picture } = clips.get('rest')[0];
        canvas.width = picture.width;
        canvas.height = picture.height;
        if (stopped) {
          stopped = false;
          setInterval(draw, 40);
        }
        draw();
        return canvas.captureStream(30);
      };
    },
    { index, who, reflects },
  );
}

/** Films once, and waits until the page says what came of it. */
export async function filmOnce(journey) {
  const page = journey.page;
  await page.locator('bf-liveness').evaluate((before) => before.toggleAttribute('data-before', true));
  await page.locator('bf-liveness [data-open]').click();
  await page.locator('bf-liveness [data-ready]:not([disabled])').click();
  await page.locator('[data-before]').waitFor({ state: 'detached', timeout: 90_000 });
}
