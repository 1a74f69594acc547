// A real Chromium, Debian's, without a window and without any traffic of its own.

import { accessSync, constants, copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  throw new Error(`no ${name} on the search path`);
}

/**
 * A browser whose camera plays a film. The film can be changed between two uses of the camera,
 * since Chromium opens the file anew each time a page asks for the camera.
 */
export class Browser {
  #browser;
  #folder;

  static async start({ film } = {}) {
    const started = new Browser();
    started.#folder = mkdtempSync(join(tmpdir(), 'bonafide-browser-'));
    const args = [...FLAGS];
    if (film) {
      started.show(film);
      args.push(
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${started.#film}`,
      );
    }
    started.#browser = await chromium.launch({
      executablePath: onPath('chromium'),
      headless: true,
      args,
    });
    return started;
  }

  get #film() {
    return join(this.#folder, 'camera.mjpeg');
  }

  /** What the camera sees from the next time that a page opens it. */
  show(film) {
    // Chromium maps the file it plays into memory: one that shrinks under it ends the whole browser.
    copyFileSync(film, `${this.#film}.new`);
    renameSync(`${this.#film}.new`, this.#film);
  }

  /**
   * A person's browser: cookies of its own, one language.
   * `width` 360 is a phone with touch, anything wider a desktop.
   */
  async person({ language = 'en', width = 1280, dark = false, scripts = true } = {}) {
    const context = await this.#browser.newContext({
      locale: language,
      viewport: { width, height: width < 600 ? 740 : 900 },
      isMobile: width < 600,
      hasTouch: width < 600,
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      javaScriptEnabled: scripts,
      permissions: ['camera'],
    });
    // Two specs and their servers share the machine.
    context.setDefaultTimeout(45_000);
    return context;
  }

  async stop() {
    await this.#browser?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Gives a page's browser an authenticator of its own, which keeps passkeys, always says yes, and can lose them. */
export async function keepPasskeys(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** Loses every key. */
    forget: () => devtools.send('WebAuthn.clearCredentials', { authenticatorId }),
  };
}

/** Collects what a page should never do: throw, log errors, lack a part of itself, ask other hosts. */
export function watch(page) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`threw ${error}`));
  page.on('console', (message) => {
    // A form that is refused with 422 is logged too, though the page expects it: parts of the
    // page are looked at below.
    const status = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !status) complaints.push(`logged ${message.text()}`);
  });
  page.on('response', (response) => {
    const part = ['script', 'stylesheet', 'image', 'font', 'media'].includes(response.request().resourceType());
    if (part && response.status() >= 400) complaints.push(`lacks ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const local = ['data:', 'blob:', 'about:'].includes(url.protocol);
    if (!local && !request.isNavigationRequest() && url.host !== new URL(page.url()).host) {
      complaints.push(`asked ${url.host}`);
    }
  });
  return complaints;
}
