// A person walking through a verification, as people do: by what stands on the page. Nothing here
// depends on a language.

import { watch } from './browser.js';

const FORMS = {
  // The only form without a token: nobody is let in yet.
  start: 'form:not(:has([name="csrf"]))',
  consent: 'form[action="/verify/consent"]',
  choose: 'form[action="/verify/document"]',
  photograph: 'bf-camera',
  zone: 'form[action="/verify/zone"]',
  fields: 'form[action="/verify/fields"]',
  working: 'ol.events',
  result: '.result, form[action="/verify/finish"]',
};

export class Journey {
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
    this.complaints = watch(page);
  }

  /** Opens the session's address in a browser of its own. */
  static async begin(browser, url, how = {}) {
    const context = await browser.person(how);
    const journey = new Journey(browser, await context.newPage());
    await journey.page.goto(url);
    return journey;
  }

  /** Waits until this screen is there: a name of FORMS. */
  async at(screen, seconds = 20) {
    await this.page.locator(`main ${FORMS[screen]}`).first().waitFor({ timeout: seconds * 1000 });
  }

  async start() {
    await this.at('start');
    await this.page.locator(`main ${FORMS.start} button`).click();
  }

  async consent() {
    await this.at('consent');
    await this.page.locator(`${FORMS.consent} button`).first().click();
  }

  /** `passport` or `identity_card`, as the page's choices are called. */
  async choose(kind) {
    await this.at('choose');
    await this.page.locator(`label[for="kind-${kind}"]`).click();
    await this.page.locator(`${FORMS.choose} button.button`).click();
  }

  /** Walks from the link to the first photograph. */
  async toPhotograph(kind = 'passport') {
    await this.start();
    await this.consent();
    await this.choose(kind);
    await this.at('photograph');
  }

  /** Photographs with the camera, which sees `film`. */
  async photograph(side, film) {
    this.browser.show(film);
    const camera = this.#camera(side);
    await camera.waitFor();
    await camera.locator('[data-open]').click();
    const use = camera.locator('[data-use]');
    const shutter = camera.locator('[data-shutter]:not([disabled])');
    await use.or(shutter).filter({ visible: true }).first().waitFor();
    // A document that lies well is photographed by itself, perhaps just now.
    await shutter.click({ timeout: 3_000 }).catch(() => use.waitFor());
    // The next page may have the same camera: this one is marked, and its going is what is seen.
    await camera.evaluate((before) => before.toggleAttribute('data-before', true));
    await use.click();
    await this.page.locator('[data-before]').waitFor({ state: 'detached', timeout: 60_000 });
  }

  /** Uploads a file instead. Does not wait for what comes of it. */
  async upload(side, file) {
    const camera = this.#camera(side);
    await camera.waitFor();
    const way = camera.locator('details.way');
    const send = camera.locator('form[data-upload] button.button');
    // Opened as a script would: between looking and clicking the page may have opened it itself.
    const open = () =>
      way.evaluate((details) => {
        details.open = true;
      });
    await open();
    await camera.locator('#photo').setInputFiles(file);
    // The page's own script may have begun in between, and closed it.
    for (let tries = 0; tries < 10 && !(await send.isVisible()); tries += 1) {
      await this.page.waitForTimeout(500);
      await open();
    }
    await send.click();
  }

  /** Writes something else into a field that was read: `surname`, ... Gives the input. */
  async correct(field, text) {
    await this.at('fields', 120);
    const answer = this.page.locator(`#answer-${field}`);
    await answer.locator('summary').click();
    const input = answer.locator('input').first();
    await input.fill(text);
    return input;
  }

  /** Says that the fields are right. */
  async confirmFields() {
    await this.at('fields', 120);
    await this.page.locator(`${FORMS.fields} button.button`).last().click();
  }

  /** Waits for the result and returns its class: `verified`, `rejected`, ... */
  async result(seconds = 180) {
    const result = this.page.locator('main .result');
    await result.waitFor({ timeout: seconds * 1000 });
    const classes = (await result.getAttribute('class')) ?? '';
    return classes.match(/result-([a-z_-]+)/)?.[1];
  }

  /** The code of the notice that the page or a dialog shows. */
  async notice() {
    const notice = this.page.locator('main section[data-notice]:visible, dialog[data-notice]:visible').first();
    await notice.waitFor({ timeout: 60_000 });
    return notice.getAttribute('data-notice');
  }

  /** Clicks, and waits until the answer took the place of what stood there: it may look the same. */
  async leave(button) {
    await button.evaluate((clicked) => clicked.toggleAttribute('data-clicked', true));
    await button.click();
    await this.page.locator('[data-clicked]').waitFor({ state: 'detached' });
  }

  async end() {
    await this.page.context().close();
  }

  #camera(side) {
    return this.page.locator(`bf-camera[data-side="${side}"]`);
  }
}
