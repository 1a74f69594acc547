// An approval app is woken while it is closed: a push service that the test runs is sent what the browser's half
// decrypts, the service worker shows it, and everything that can keep the app from that is told.
//
// A browser without its maker's services gets no subscription of its own: the one that it gives here is the test's.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { keepPasskeys, watch } from '../lib/browser.js';
import { house } from '../lib/house.js';
import { look } from '../lib/look.js';
import { Mailbox, choosePin, openAccount } from '../lib/mailbox.js';
import { PushService, sender } from '../lib/push-service.js';

const MAIL = 'ann@mail.example';
const PHONE = '+31612345678';
const PASSWORD = 'a lamp on the harbour';
const PIN = '738264';
const CONTACT = 'mailto:ops@mail.example';

describe('an approval app that is woken', () => {
  const at = house();
  let desk;
  let phone;
  let devtools;
  let authenticator;
  let origin;
  let mailbox;
  let service;
  let complaints;

  before(async () => {
    mailbox = new Mailbox(at);
    service = await PushService.start();
    await at.server.reconfigure(`\n[push.web]\ncontact = "${CONTACT}"\n`);
    origin = at.server.url.replace('127.0.0.1', 'localhost');
    desk = await (await at.browser.person({ width: 1280 })).newPage();
    phone = await (await at.browser.person({ width: 360 })).newPage();
    await phone.context().clearPermissions();
    complaints = [watch(desk), watch(phone)];
    devtools = await phone.context().newCDPSession(phone);
    authenticator = await keepPasskeys(phone);
    await openAccount(desk, origin, mailbox, { mail: MAIL, phone: PHONE, password: PASSWORD });
    await desk.goto(`${origin}/account`);
    await desk.locator('a[href="/account/apps/activate"]').click();
    await choosePin(desk, PIN);
    await desk.locator('form[action="/account/apps/activate"] button').click();
    await phone.goto(await desk.locator('#link').inputValue());
    await phone.locator('bf-passkey button.button').click();
    await phone.waitForURL((url) => url.pathname === '/app');
    await desk.goto(`${origin}/account`);
    await desk.locator('form[action="/account/sign-out"] button').click();
    await subscribing();
  });
  after(() => service?.stop());

  const told = (code) => phone.locator(`bf-push [data-told] [data-notice="${code}"]`).waitFor();
  const state = (name) => phone.locator(`bf-push [data-state="${name}"]:not([hidden])`).waitFor();
  /** What is not granted is refused; before that, the person has not been asked. */
  const permit = (setting) =>
    phone.context().grantPermissions([setting === 'granted' ? 'notifications' : 'camera'], { origin });

  /** Has the phone's browser give this subscription from now on, whatever page it shows; remembered over loads. */
  async function subscribing() {
    await phone.context().addInitScript((given) => {
      const subscription = (applicationServerKey) => {
        const present = { ...given, endpoint: localStorage.getItem('endpoint') ?? given.endpoint };
        return {
          endpoint: present.endpoint,
          options: { applicationServerKey },
          toJSON: () => present,
          unsubscribe: async () => {
            localStorage.removeItem('bound');
            return true;
          },
        };
      };
      const bytes = (text) => Uint8Array.from(JSON.parse(text)).buffer;
      PushManager.prototype.getSubscription = async () => {
        const bound = localStorage.getItem('bound');
        return bound ? subscription(bytes(bound)) : null;
      };
      PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
        const trouble = localStorage.getItem('trouble');
        if (trouble) throw new DOMException('as the test asked', trouble);
        localStorage.setItem('bound', JSON.stringify([...new Uint8Array(applicationServerKey)]));
        return subscription(applicationServerKey.buffer);
      };
    }, service.subscription('/one'));
  }

  async function ask() {
    await desk.goto(`${origin}/account/sign-in`);
    await desk.locator('#name').fill('ann.smith');
    await desk.locator('button[formaction="/account/sign-in/approval"]').click();
    await desk.waitForURL((url) => url.pathname === '/account/sign-in/approval');
    return (await desk.locator('.number').textContent()).trim();
  }

  async function refuse() {
    await phone.goto(`${origin}/app`);
    await phone.locator('form[action$="/refuse"] button').first().click();
    await phone.locator('main h1', { hasText: 'Nothing to approve' }).waitFor();
  }

  async function turnOn() {
    await phone.goto(`${origin}/app`);
    await phone.locator('[data-on]').click();
  }

  /** The notifications that the device shows. */
  const shown = () =>
    phone.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/app');
      const all = await registration.getNotifications();
      return all.map(({ title, body, lang, data }) => ({ title, body, lang, data }));
    });

  async function deliver(data) {
    let registrationId;
    const listen = ({ registrations }) => {
      registrationId ??= registrations.find(({ scopeURL }) => scopeURL === `${origin}/app`)?.registrationId;
    };
    devtools.on('ServiceWorker.workerRegistrationUpdated', listen);
    await devtools.send('ServiceWorker.enable');
    for (const end = Date.now() + 10_000; !registrationId && Date.now() < end; ) {
      await phone.waitForTimeout(50);
    }
    await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    await devtools.send('ServiceWorker.disable');
    devtools.off('ServiceWorker.workerRegistrationUpdated', listen);
    for (const end = Date.now() + 30_000; Date.now() < end; ) {
      const all = await shown();
      if (all.length > 0) return all;
      await phone.waitForTimeout(50);
    }
    throw new Error('nothing was shown');
  }

  test('can be installed, and asks for nothing when it opens', async () => {
    await phone.goto(`${origin}/app`);
    await state('offer');
    const manifest = await phone.evaluate(async () => (await fetch('/app/manifest.webmanifest')).json());
    assert.deepEqual([manifest.scope, manifest.start_url, manifest.display], ['/app', '/app', 'standalone']);
    const scope = await phone.evaluate(async () => (await navigator.serviceWorker.ready).scope);
    assert.equal(scope, `${origin}/app`);
    assert.equal(await phone.evaluate(() => Notification.permission), 'default');
    await look(phone, 'push-1-offer');
  });

  test('says so where notifications are refused, and asks while it is open all the same', async () => {
    await permit('denied');
    await turnOn();
    await told('push-refused');
    await look(phone, 'push-2-refused');
    await ask();
    await phone.locator('main h1', { hasText: 'Is this you?' }).waitFor();
    assert.equal(service.messages.length, 0);
    await refuse();
  });

  test('says so where the browser gets no address', async () => {
    await permit('granted');
    await phone.evaluate(() => localStorage.setItem('trouble', 'AbortError'));
    await turnOn();
    await told('push-token-unavailable');
    await look(phone, 'push-3-no-address');
    await phone.evaluate(() => localStorage.removeItem('trouble'));
  });

  test('is woken by what its browser alone can read', async () => {
    await turnOn();
    await state('on');
    await look(phone, 'push-4-on');
    await phone.reload();
    await state('on');
    const key = await phone.locator('bf-push').getAttribute('data-key');
    await ask();
    const message = await service.count(1);
    assert.deepEqual([message.method, message.path], ['POST', '/one']);
    const { headers } = message;
    assert.deepEqual([headers.urgency, headers['content-encoding']], ['high', 'aes128gcm']);
    assert.ok(headers.topic.length <= 32);
    assert.ok(Number(headers.ttl) > 120 && Number(headers.ttl) <= 180, headers.ttl);
    const from = sender(message);
    assert.deepEqual([from.aud, from.sub, from.key], [service.origin, CONTACT, key]);
    assert.ok(from.exp > Date.now() / 1_000 && from.exp <= Date.now() / 1_000 + 86_400);
    const said = JSON.parse(service.open(message));
    assert.deepEqual(Object.keys(said), ['id']);
    await phone.locator(`section[id="${said.id}"]`).waitFor();

    const [notification] = await deliver(service.open(message));
    assert.equal(notification.title, 'Something waits for you');
    assert.deepEqual(notification.data, { id: said.id });
    await refuse();
  });

  test('speaks the language of its page', async () => {
    await phone.goto(`${origin}/app?lang=nl`);
    await state('on');
    const clear = () =>
      phone.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration('/app');
        for (const one of await registration.getNotifications()) one.close();
      });
    await clear();
    const [notification] = await deliver('{"id":"apr_0"}');
    assert.deepEqual([notification.lang, notification.title], ['nl', 'Er wacht iets op u']);
    await clear();
    const [other] = await deliver('not what the server sends');
    assert.deepEqual([other.lang, other.data], ['nl', { id: '' }]);
    await clear();
    await phone.goto(`${origin}/app?lang=en`);
    await state('on');
  });

  test('tells the server when the browser gives another address', async () => {
    await phone.evaluate((endpoint) => localStorage.setItem('endpoint', endpoint), `${service.origin}/two`);
    await phone.reload();
    await state('on');
    const before = service.messages.length;
    await ask();
    assert.equal((await service.count(before + 1)).path, '/two');
    await refuse();
  });

  test('is tried again after a fault, and forgotten once the address is gone', async () => {
    let before = service.messages.length;
    service.answer = 503;
    await ask();
    await service.count(before + 2);
    service.answer = 410;
    await refuse();
    before = service.messages.length;
    await ask();
    await service.count(before + 1);
    service.answer = 201;
    await phone.goto(`${origin}/app`);
    // The device still has its subscription, and gives it again.
    await state('on');
    await refuse();
  });

  /** Changes what the app keeps on the device. */
  const spoil = (how) =>
    phone.evaluate(
      (how) =>
        new Promise((resolve, reject) => {
          if (how === 'delete') {
            const request = indexedDB.deleteDatabase('bonafide-app');
            request.onsuccess = () => resolve();
            request.onerror = () => reject(request.error);
            return;
          }
          const request = indexedDB.open('bonafide-app', how === 'newer' ? 99 : undefined);
          request.onerror = () => reject(request.error);
          request.onsuccess = () => {
            const database = request.result;
            const transaction = database.transaction('kept', 'readwrite');
            const store = transaction.objectStore('kept');
            if (how === 'keyless') store.delete('key');
            if (how === 'corrupt') {
              store.put({ iv: new Uint8Array(12), data: new Uint8Array(64).buffer }, 'sealed');
            }
            transaction.oncomplete = () => {
              database.close();
              resolve();
            };
          };
        }),
      how,
    );

  for (const [how, code] of [
    ['delete', 'app-storage-lost'],
    ['corrupt', 'app-data-unreadable'],
    ['keyless', 'app-data-unreadable'],
    ['newer', 'app-outdated'],
  ]) {
    test(`says what happened to what it kept: ${how}`, async () => {
      await spoil(how);
      await phone.reload();
      await told(code);
      await look(phone, `push-5-${how}`);
      if (how === 'newer') await spoil('delete');
      await turnOn();
      await state('on');
    });
  }

  test('says that its data could not be brought up to date', async () => {
    await spoil('delete');
    const page = await phone.context().newPage();
    await page.addInitScript(() => {
      IDBDatabase.prototype.createObjectStore = () => {
        throw new DOMException('as the test asked', 'ConstraintError');
      };
    });
    await page.goto(`${origin}/app`);
    await page.locator('bf-push [data-told] [data-notice="app-migration-failed"]').waitFor();
    await look(page, 'push-6-migration');
    await page.close();
  });

  test('says that there is no room', async () => {
    const page = await phone.context().newPage();
    await page.addInitScript(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('as the test asked', 'QuotaExceededError');
      };
    });
    await page.goto(`${origin}/app`);
    await page.locator('[data-on]').click();
    await page.locator('bf-push [data-told] [data-notice="app-storage-full"]').waitFor();
    await look(page, 'push-7-full');
    await page.close();
    await turnOn();
    await state('on');
  });

  test('says that the page is too old', async () => {
    const page = await phone.context().newPage();
    await page.route(`${origin}/app`, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace('data-least="1"', 'data-least="2"');
      await route.fulfill({ response: answer, body });
    });
    await page.goto(`${origin}/app`);
    await page.locator('bf-push [data-told] [data-notice="app-outdated"]').waitFor();
    await look(page, 'push-8-outdated');
    await page.close();
    const status = await phone.evaluate(
      async () => (await fetch('/app/push', { method: 'POST', body: '{}', headers: { 'x-bonafide-app': '0' } })).status,
    );
    assert.equal(status, 426);
  });

  test('says that the server is not reached', async () => {
    await phone.goto(`${origin}/app`);
    await state('on');
    await devtools.send('Network.emulateNetworkConditions', {
      offline: true,
      latency: 0,
      downloadThroughput: 0,
      uploadThroughput: 0,
    });
    await phone.locator('main [data-notice="no-connection"]').waitFor();
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    await phone.locator('main [data-notice="no-connection"]').waitFor({ state: 'detached' });
  });

  test('says that its key did not answer, when the key is gone', async () => {
    const number = await ask();
    await phone.locator('main h1', { hasText: 'Is this you?' }).waitFor();
    await authenticator.forget();
    await phone.locator('input[name="number"]').fill(number);
    await phone.locator('input[name="pin"]').fill(PIN);
    await phone.locator('bf-passkey button.button').click();
    await phone.locator('[data-notice="app-key-gone"][role="alert"]').waitFor({ timeout: 120_000 });
    await look(phone, 'push-9-key-gone');
    await refuse();
  });

  test('is woken no more once it was turned off, or removed', async () => {
    await phone.goto(`${origin}/app`);
    await state('on');
    await phone.locator('form[action="/app/push/end"] button').click();
    await state('offer');
    const before = service.messages.length;
    await ask();
    await phone.locator('main h1', { hasText: 'Is this you?' }).waitFor();
    await phone.waitForTimeout(1_000);
    assert.equal(service.messages.length, before);
    await refuse();
    await turnOn();
    await state('on');
    await phone.goto(`${origin}/app/leave`);
    await phone.locator('form[action="/app/leave"] button').click();
    await phone.locator('main h1', { hasText: 'The app was removed' }).waitFor();
    await phone.waitForFunction(async () => !(await navigator.serviceWorker.getRegistration('/app')));
    const left = await phone.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    assert.deepEqual(left, []);
  });

  test('leaves no complaint behind', () => {
    // The line was cut on purpose.
    const others = complaints.flat().filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'));
    assert.deepEqual(others, []);
  });
});
