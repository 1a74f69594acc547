// The chip, for real: a passport on a virtual reader behind the service of smart cards, the desktop
// reader that connects it, and the page of the person whose passport it is.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { Desk } from '../lib/desk.js';
import { document, fixture } from '../lib/fixtures.js';
import { house } from '../lib/house.js';
import { Journey } from '../lib/journey.js';
import { look } from '../lib/look.js';

describe('the chip', () => {
  const at = house();
  let desk;
  before(async () => {
    desk = await Desk.start();
  });
  afterEach(async () => {
    await desk?.disconnect();
    await desk?.takeAway();
  });
  after(async () => {
    await desk?.stop();
  });

  /** The options of the passport that is in the photographs. */
  const passport = () => ['--mrz', document('passport-a').lines.join('\n'), '--portrait', fixture('portrait-a1.jpg')];

  /** A person whose document was photographed, at the chip's page. */
  async function atChip(options, service = 'chip-check') {
    const session = await at.live.open({ service });
    const journey = await Journey.begin(at.browser, session.url, options);
    await journey.toPhotograph();
    await journey.upload('document_front', fixture('passport-a-front.jpg'));
    await journey.page.locator('form[action="/verify/chip"]').first().waitFor({ timeout: 120_000 });
    return { session, journey, page: journey.page };
  }

  /** Shows the code, connects the reader, and compares the numbers. */
  async function connect(page, answer = 'yes') {
    await page.locator('form[action="/verify/chip"] button.button').first().click();
    const command = await page.locator('#command').inputValue();
    desk.connect(command);
    const confirm = page.locator('form[action="/verify/chip/confirm"]');
    await confirm.waitFor();
    const number = (await page.locator('.number').innerText()).trim();
    const said = await desk.hears(number);
    assert.match(said, /Library/, 'the reader says who asks');
    if (answer === 'look') return;
    await confirm.locator(`button[value="${answer}"]`).click();
  }

  async function believe() {
    await at.server.command('trust', 'import', desk.state, '--yes');
  }

  /** Offers the service `app-check`, whose policy takes what apps of the organisation read. */
  async function trustApps(folder) {
    const written = (name, value) => {
      writeFileSync(join(folder, name), JSON.stringify(value));
      return join(folder, name);
    };
    const standard = JSON.parse(await at.server.command('policy', 'standard'));
    const policy = { ...standard, id: 'own-readers', version: 1, foreign_readers: true };
    await at.server.command('policy', 'put', written('policy.json', policy));
    const service = {
      id: 'app-check',
      version: 1,
      title: 'Archive pass',
      purpose: 'To lend out what cannot be replaced.',
      steps: ['consent', 'document', 'chip', 'fields', 'selfie'],
      documents: ['passport'],
      level: 'substantial',
      policy: { id: policy.id, version: policy.version },
    };
    const [organisation] = (await at.server.command('organisation', 'list')).match(/org_\w+/);
    await at.server.command('organisation', 'service', organisation, written('service.json', service));
  }

  test('a passport is read, proves itself, and its holder is verified', async () => {
    await desk.lay(...passport(), '--access', 'pace-gm', '--proof', 'chip');
    await believe();
    const { session, journey, page } = await atChip();
    await look(page, 'chip-1-begin');
    await page.locator('form[action="/verify/chip"] button.button').first().click();
    await page.locator('#command').waitFor();
    await look(page, 'chip-2-code');
    desk.connect(await page.locator('#command').inputValue());
    const confirm = page.locator('form[action="/verify/chip/confirm"]');
    await confirm.waitFor();
    await look(page, 'chip-3-confirm');
    await desk.hears((await page.locator('.number').innerText()).trim());
    await confirm.locator('button[value="yes"]').click();
    desk.type('yes');
    await journey.confirmFields();
    await journey.upload('selfie', fixture('selfie-a2.jpg'));
    assert.equal(await journey.result(), 'verified');
    const { report } = await at.live.settled(session.id, 'verified');
    assert.equal(report.chip.evidence_class, 'A');
    assert.equal(report.chip.access, 'pace');
    assert.equal(report.fields.surname.verified_by, 'chip');
    assert.ok(report.evidence.some((line) => line.kind === 'chip' && line.source === 'server_driven'));
    assert.deepEqual(journey.complaints, []);
    await journey.end();
  });

  test('a copy of a passport is caught', async () => {
    await desk.lay(...passport(), '--access', 'bac', '--proof', 'chip', '--clone');
    await believe();
    const { session, journey, page } = await atChip();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await connect(page);
      desk.type('yes');
      if (attempt < 3) {
        await page.locator('[data-notice="chip-copied"]').waitFor({ timeout: 120_000 });
        if (attempt === 1) await look(page, 'chip-4-copied');
      } else {
        await journey.at('fields', 120);
      }
      await desk.disconnect();
    }
    await journey.confirmFields();
    await journey.upload('selfie', fixture('selfie-a2.jpg'));
    const { report } = await at.live.settled(session.id, 'in_review');
    assert.deepEqual(report.decision.reasons, ['chip-copied']);
    assert.notEqual(report.chip.evidence_class, 'A');
    await journey.end();
  });

  test('a passport taken away in mid-reading is asked for again, and read to the end', async () => {
    // It answers as slowly as real ones do, so that the reading can be watched.
    const slow = ['--answer-time', '80', '--pull-at', '25'];
    await desk.lay(...passport(), '--access', 'bac', '--proof', 'active-ecdsa', ...slow);
    await believe();
    const { journey, page } = await atChip({ width: 360 });
    await connect(page);
    desk.type('yes');
    await page.locator('.dot-full').first().waitFor({ timeout: 60_000 });
    await look(page, 'chip-3-reading');
    await journey.at('fields', 120);
    await journey.end();
  });

  test('numbers that differ end it, and so does the reader that refuses', async () => {
    const { journey, page } = await atChip();
    await connect(page, 'no');
    await page.locator('[data-notice="chip-number-differs"]').waitFor();
    await look(page, 'chip-5-differs');
    await desk.disconnect();
    await connect(page, 'look');
    desk.type('no');
    await page.locator('[data-notice="chip-reader-refused"]').waitFor();
    await journey.end();
  });

  test('a wrong key is corrected on the page', async () => {
    await desk.lay('--portrait', fixture('portrait-a1.jpg'), '--access', 'bac');
    await believe();
    const { journey, page } = await atChip();
    await connect(page);
    desk.type('yes');
    await page.locator('[data-notice="chip-key-wrong"]').waitFor({ timeout: 60_000 });
    // What was typed is compared with the photograph.
    await page.waitForFunction(() => (document.querySelector('figure.proof img')?.naturalWidth ?? 0) > 0);
    await look(page, 'chip-6-wrong-key');
    await page.locator('#number').fill('L898902C3');
    await page.locator('#birth').fill('1974-08-12');
    await page.locator('#expiry').fill('2012-04-15');
    await page.locator('form[action="/verify/chip/key"] button').click();
    // It opens, and is another document than the one in the photograph.
    await journey.at('fields', 120);
    await journey.end();
  });

  test('a reader that never reads and only gives signs of life is let go', async () => {
    const { journey, page } = await atChip();
    await page.locator('form[action="/verify/chip"] button.button').first().click();
    const command = await page.locator('#command').inputValue();
    const code = command.split(' ').at(-1);
    const { port, hostname } = new URL(at.server.url);
    const socket = createConnection({ port, host: hostname });
    socket.write(
      [
        'GET /chip/relay HTTP/1.1',
        `Host: ${hostname}:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Protocol: bonafide-chip.1',
        '\r\n',
      ].join('\r\n'),
    );
    const reader = { name: 'a reader that hears nothing', version: '1', extended_length: true };
    const hello = Buffer.from(JSON.stringify({ type: 'hello', pairing: { code }, reader }));
    // Text and pings under the mask 0 (RFC 6455, 5.2).
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | 126, 0, hello.length, 0, 0, 0, 0]), hello]));
    await page.locator('form[action="/verify/chip/confirm"]').waitFor();
    socket.write(Buffer.concat(Array.from({ length: 200 }, () => Buffer.from([0x89, 0x80, 0, 0, 0, 0]))));
    let said = Buffer.alloc(0);
    socket.on('data', (data) => (said = Buffer.concat([said, data])));
    await new Promise((done) => socket.once('close', done));
    assert.ok(said.includes(Buffer.from([0x88, 7, 0x03, 0xf0])), 'closed with 1008');
    await journey.end();
  });

  test('a page goes on by itself when an app hands over what it read, and the reader at it is told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonafide-app-'));
    const files = join(folder, 'files');
    await desk.lay(...passport(), '--access', 'bac', '--proof', 'active-ecdsa', '--files', files);
    await believe();
    await trustApps(folder);
    const { session, journey, page } = await atChip({}, 'app-check');
    await connect(page, 'look');
    const read = readdirSync(files).map((name) => [name, readFileSync(join(files, name)).toString('base64')]);
    const given = Object.fromEntries(read.filter(([name]) => /^EF\.(COM|SOD|DG\d+)$/.test(name)));
    await at.live.call('POST', `/verification-sessions/${session.id}/chip`, { files: given });
    // Nobody touches the page.
    await journey.at('fields', 120);
    await look(page, 'chip-7-handed-over', { widths: [360], themes: ['light'] });
    await desk.hears('This reading is over');
    await journey.confirmFields();
    await journey.upload('selfie', fixture('selfie-a2.jpg'));
    assert.equal(await journey.result(), 'verified');
    const { report } = await at.live.settled(session.id, 'verified');
    assert.equal(report.chip.evidence_class, 'C');
    assert.ok(report.evidence.some((line) => line.kind === 'chip' && line.source === 'foreign_reader'));
    assert.deepEqual(journey.complaints, []);
    rmSync(folder, { recursive: true, force: true });
    await journey.end();
  });

  test('a restart of the server in mid-reading is told, and nothing is lost', async () => {
    const { journey, page } = await atChip();
    await connect(page, 'look');
    await at.server.kill();
    await at.server.restart();
    await page.locator('[data-notice="chip-interrupted"]').waitFor({ timeout: 60_000 });
    await page.locator('form[action="/verify/chip"]').first().waitFor();
    await journey.end();
  });

  test('whoever cannot read the chip goes on without it', async () => {
    const { session, journey, page } = await atChip({ scripts: false });
    await page.locator('form[action="/verify/chip/skip"] button').click();
    await journey.confirmFields();
    const without = await at.live.session(session.id);
    assert.equal(without.status, 'requires_input');
    await journey.end();
  });
});
