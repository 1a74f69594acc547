// The built-in mailbox page, as somebody reads it.

export class Mailbox {
  #at;
  #seen = new Set();

  /** Of a house: see `house.js`. */
  constructor(at) {
    this.#at = at;
  }

  /** The newest message to an address that nobody has read here and that says so. */
  async told(to, pattern, seconds = 30) {
    const context = await this.#at.browser.person({ width: 1280 });
    const page = await context.newPage();
    try {
      for (const end = Date.now() + seconds * 1_000; Date.now() < end; ) {
        await page.goto(`${this.#at.server.url}/mailbox`);
        const messages = await page.locator('article.mail').evaluateAll((all) =>
          all.map((one) => ({
            head: one.querySelector('.quiet').textContent,
            at: one.querySelector('time').getAttribute('datetime'),
            text: one.querySelector('.said').textContent,
          })),
        );
        const fresh = messages.filter(
          ({ head, at, text }) => head.includes(to) && pattern.test(text) && !this.#seen.has(at + text),
        );
        if (fresh.length > 0) {
          for (const { at, text } of fresh) this.#seen.add(at + text);
          return fresh[0].text;
        }
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    } finally {
      await context.close();
    }
    throw new Error(`no message to ${to} with ${pattern}`);
  }

  /** The newest code that was sent there. */
  async code(to) {
    return (await this.told(to, /\d{4} \d{4}/)).match(/\d{4} \d{4}/)[0];
  }
}

/** Opens an account as `ann.smith`, and ends on its page. */
export async function openAccount(page, origin, mailbox, { mail, phone, password }) {
  const main = () => page.locator('form[data-ask] button.button').first().click();
  await page.goto(`${origin}/account/new`);
  await main();
  await page.locator('#address').fill(mail);
  await main();
  await page.locator('#code').fill(await mailbox.code(mail));
  await main();
  await page.locator('#address[type="tel"]').fill(phone);
  await main();
  await page.locator('#code').fill(await mailbox.code(phone));
  await main();
  await page.locator('#user').fill('ann.smith');
  await page.locator('#password').fill(password);
  await main();
  await page.waitForURL((url) => url.pathname === '/account');
}

/** Chooses the PIN of whoever is signed in, on the page that asks for it. */
export async function choosePin(page, pin) {
  await page.waitForURL((url) => url.pathname === '/account/pin');
  await page.locator('#pin').fill(pin);
  await page.locator('#again').fill(pin);
  await page.locator('form[data-ask] button.button').first().click();
}

/** Proves once more to be the owner of an account that has the key of a device, which this browser has not. */
export async function proveByText(page, mailbox, { phone, password }) {
  const main = () => page.locator('form[data-ask] button.button').first().click();
  await page.waitForURL((url) => url.pathname === '/account/prove');
  await page.locator('#password').fill(password);
  await main();
  await page.waitForURL((url) => url.pathname === '/account/prove/text');
  await page.locator('#code').fill(await mailbox.code(phone));
  await main();
}
