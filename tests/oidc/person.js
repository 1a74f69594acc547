// A person with a browser that is nothing but HTTP: cookies, forms, links.

import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const text = (html) => html.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replaceAll('&amp;', '&');

export class Person {
  #origin;
  #cookies = new Map();

  /** Of pages that have moved to the name that passkeys belong to. */
  constructor(server) {
    this.#origin = server.url.replace('127.0.0.1', 'localhost');
  }

  get cookies() {
    return this.#cookies;
  }

  async #send(url, init = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, ...init.headers } });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value, rest] = set.match(/^([^=]+)=([^;]*)(.*)$/);
      if (/Max-Age=0/.test(rest) || value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) return { status: response.status, headers: response.headers, html: await response.text() };
    const next = new URL(location, url);
    if (next.hostname === 'localhost' || next.pathname === '/authorize') return this.#send(next);
    return { out: next.href };
  }

  /** Opens an address, ours or one that leads to us. */
  open(path) {
    return this.#send(new URL(path, this.#origin));
  }

  /** Sends the page's form, with what is typed. */
  submit({ html }, fields = {}, which = /<form[^>]*data-ask|<form[^>]*method="post"/) {
    const start = html.search(which);
    if (start === -1) throw new Error(`no form on this page:\n${html}`);
    const form = html.slice(start, html.indexOf('</form>', start));
    const body = new URLSearchParams();
    for (const [input] of form.matchAll(/<input type="hidden"[^>]*>/g)) {
      body.set(input.match(/name="([^"]*)"/)[1], text(input.match(/value="([^"]*)"/)[1]));
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const action = form.match(/action="([^"]*)"/)[1];
    return this.#send(new URL(action, this.#origin), { method: 'POST', body });
  }

  /** Sends JSON, as the page's own script does. */
  post(path, body) {
    const headers = { 'content-type': 'application/json' };
    return this.#send(new URL(path, this.#origin), { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async #code(to) {
    for (let tries = 0; tries < 100; tries += 1) {
      const { html } = await this.open('/mailbox');
      const mail = html.split('<article').find((one) => one.includes(to) && /\d{4} \d{4}/.test(one));
      if (mail) return mail.match(/\d{4} \d{4}/)[0];
      await pause(100);
    }
    throw new Error(`no code for ${to}`);
  }

  /** Opens an account, and is signed in then. */
  async join(user, password, mail, phone) {
    let page = await this.submit(await this.open('/account/new'));
    page = await this.submit(page, { address: mail });
    page = await this.submit(page, { code: await this.#code(mail) });
    page = await this.submit(page, { address: phone });
    page = await this.submit(page, { code: await this.#code(phone) });
    return this.submit(page, { user, password });
  }

  /** Is verified by a passport and a face, with files in the place of a camera, and keeps that in the account. */
  async keep(session, { document, selfie }) {
    const files = { document_front: document, selfie };
    let page = await this.submit(await this.open(session.url.replace('127.0.0.1', 'localhost')));
    for (const end = Date.now() + 240_000; !page.html.includes('result-verified'); ) {
      const side = page.html.match(/<bf-camera data-side="([^"]*)"/)?.[1];
      const asks = (path) => page.html.includes(`<form method="post" action="${path}"`);
      if (Date.now() > end || /\bresult-(rejected|failed)/.test(page.html)) throw new Error(`not verified:\n${page.html}`);
      if (side) page = await this.#photograph(page, side, files[side]);
      else if (asks('/verify/consent')) page = await this.submit(page);
      else if (asks('/verify/document')) page = await this.submit(page, { kind: 'passport' });
      else if (asks('/verify/fields')) page = await this.submit(page, read(page));
      else {
        await pause(250);
        page = await this.open('/verify');
      }
    }
    await this.submit(await this.open('/account/keep'));
  }

  #photograph({ html }, side, file) {
    const body = new FormData();
    const hidden = (name) => text(html.match(new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`))[1]);
    for (const name of ['csrf', 'turn']) body.set(name, hidden(name));
    body.set('side', side);
    body.set('source', 'upload');
    body.set('photo', new Blob([readFileSync(file)], { type: 'image/jpeg' }), 'photo.jpg');
    return this.#send(new URL('/verify/photograph', this.#origin), { method: 'POST', body });
  }

  /** Follows a client's link; signs in and agrees where that is asked. Gives the address that it leads back to. */
  async visit(url, { name, password, agrees = true } = {}) {
    let page = await this.open(url);
    if (page.html?.includes('action="/account/sign-in"')) page = await this.submit(page, { name, password });
    if (page.html?.includes('action="/authorize/decide"')) {
      this.asked = page;
      page = await this.submit(page, { decision: agrees ? 'yes' : 'no' });
    }
    return page.out ?? back(page);
  }
}

/** What the page's form has in its fields. */
function read({ html }) {
  const start = html.indexOf('<form method="post" action="/verify/fields"');
  const form = html.slice(start, html.indexOf('</form>', start));
  const fields = {};
  for (const [input] of form.matchAll(/<input(?! type="(?:hidden|radio|checkbox)")[^>]*>/g)) {
    fields[input.match(/name="([^"]*)"/)[1]] = text(input.match(/value="([^"]*)"/)?.[1] ?? '');
  }
  for (const [input] of form.matchAll(/<input type="radio"[^>]* checked[^>]*>/g)) {
    fields[input.match(/name="([^"]*)"/)[1]] = text(input.match(/value="([^"]*)"/)[1]);
  }
  return fields;
}

/** Where a page leads that goes back to a client. */
export function back({ html }) {
  const link = html?.match(/data-back href="([^"]*)"/);
  if (!link) throw new Error(`this page leads nowhere:\n${html}`);
  return text(link[1]);
}
