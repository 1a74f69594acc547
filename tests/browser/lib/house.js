// Everything that a spec needs, started before its tests and stopped after them.

import { after, before } from 'node:test';
import { Browser } from './browser.js';
import { fixture } from './fixtures.js';
import { Receiver } from './receiver.js';
import { Server } from './server.js';

/** A server, a browser with a camera, and an organisation's own web server. */
export function house() {
  const house = {};
  before(async () => {
    house.server = await Server.start();
    house.receiver = await Receiver.start();
    house.browser = await Browser.start({ film: fixture('nobody.mjpeg') });
    house.sandbox = house.server.organisation('test');
    house.live = house.server.organisation('live');
  });
  after(async () => {
    await house.browser?.stop();
    await house.receiver?.stop();
    await house.server?.stop();
  });
  return house;
}
