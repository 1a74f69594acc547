// Small conveniences: copying, counting down, appearing late, local times, keys.

/** A text field with a button that copies it. */
class Copy extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    const field = this.querySelector("input");
    if (!button || !field || !navigator.clipboard) {
      return;
    }
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      await navigator.clipboard.writeText(field.value).catch(() => document.execCommand("copy"));
      const status = this.querySelector("[role=status]");
      if (status) {
        status.textContent = button.dataset.done ?? "";
      }
      const before = button.textContent;
      button.textContent = button.dataset.done ?? before;
      setTimeout(() => {
        button.textContent = before;
      }, 2_000);
    });
  }
}

/** Says how long something still works, minute by minute; loads the page again when it no longer does. */
class Countdown extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    this.#tick();
    this.#timer = window.setInterval(() => this.#tick(), 1_000);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const left = Date.parse(this.dataset.until ?? "") - Date.now();
    if (!Number.isFinite(left)) {
      return;
    }
    if (left <= 0) {
      clearInterval(this.#timer);
      location.reload();
      return;
    }
    // One sentence for each number of minutes, from none.
    const words = JSON.parse(this.dataset.words ?? "[]") as string[];
    const words_now = words[Math.min(Math.ceil(left / 60_000), words.length - 1)];
    if (words_now && this.textContent !== words_now) {
      this.textContent = words_now;
    }
  }
}

/** Letters that a keyboard lacks: each button puts its letter where the caret is. */
class Letters extends HTMLElement {
  connectedCallback(): void {
    const input = document.getElementById(this.dataset.for ?? "");
    if (!(input instanceof HTMLInputElement)) {
      return;
    }
    this.hidden = false;
    const buttons = [...this.querySelectorAll("button")];
    const letters = buttons.map((button) => button.textContent ?? "");
    // Names begin with a capital; what is written in capitals goes on in capitals.
    const isCapital = (): boolean => {
      const before = input.value.slice(0, input.selectionStart ?? input.value.length);
      const inCapitals = before.length > 1 && before === before.toUpperCase();
      return inCapitals || /(^|[\s-])$/.test(before);
    };
    const show = (): void => {
      const capital = isCapital();
      buttons.forEach((button, at) => {
        const letter = letters[at] ?? "";
        button.textContent = capital ? letter.toUpperCase() : letter;
      });
    };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const from = input.selectionStart ?? input.value.length;
        const to = input.selectionEnd ?? from;
        input.setRangeText(button.textContent ?? "", from, to, "end");
        input.dispatchEvent(new Event("input", { bubbles: true }));
        // The keyboard of a phone would cover the letters: only somebody who types on goes back.
        if (!matchMedia("(pointer: coarse)").matches) {
          input.focus();
        }
      });
    }
    for (const event of ["input", "keyup", "click", "focus"]) {
      input.addEventListener(event, show);
    }
    show();
  }
}

/** Something that is only worth saying after a while. */
class After extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    // The page may have been renewed while waiting: the wait counts from the first.
    const began = Number(sessionStorage.getItem("bf-waiting") ?? "") || Date.now();
    sessionStorage.setItem("bf-waiting", String(began));
    const rest = Number(this.dataset.seconds ?? "0") * 1_000 - (Date.now() - began);
    this.hidden = rest > 0;
    this.#timer = window.setTimeout(() => {
      this.hidden = false;
    }, Math.max(0, rest));
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    setTimeout(() => {
      if (!document.querySelector("bf-after")) {
        sessionStorage.removeItem("bf-waiting");
      }
    });
  }
}

/** Moments in the reader's own time zone; the page has them in UTC. */
function localTimes(root: ParentNode): void {
  // The page's own English writes the day before the month.
  const { lang } = document.documentElement;
  const locale = lang === "en" ? "en-GB" : lang;
  const long = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  // A browser that does not know the language writes a number where the month's name belongs.
  const month = long.formatToParts().find(({ type }) => type === "month");
  const known = month !== undefined && !/\d/.test(month.value);
  const format = known ? long : new Intl.DateTimeFormat("ru", { dateStyle: "short", timeStyle: "short" });
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    const moment = Date.parse(time.dateTime);
    if (Number.isFinite(moment)) {
      const words = format.format(moment);
      if (time.dataset.local === "title") {
        time.title = words;
      } else {
        time.textContent = words;
      }
    }
  }
}

/** Keys that press buttons: `data-key` on what they press, `?` for the list of them. */
/** Sends its form as soon as there is nothing more to wait for. */
class Send extends HTMLElement {
  connectedCallback(): void {
    if (this.hasAttribute("data-now")) {
      this.querySelector("form")?.requestSubmit();
    }
  }
}

class Keys extends HTMLElement {
  #listen = (event: KeyboardEvent): void => {
    const typing = event.target instanceof Element && event.target.matches("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]:not([data-keys])")) {
      return;
    }
    const help = this.querySelector<HTMLDialogElement>("dialog");
    if (event.key === "?" && help) {
      event.preventDefault();
      if (help.open) {
        help.close();
      } else {
        help.showModal();
      }
      return;
    }
    if (event.key === "j" || event.key === "k") {
      const stops = [...document.querySelectorAll<HTMLElement>("[data-stop]")];
      const at = stops.findIndex((stop) => stop.contains(document.activeElement));
      const next = stops[Math.min(stops.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
      next?.focus();
      next?.scrollIntoView({ block: "nearest" });
      return;
    }
    const target = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
    if (target) {
      event.preventDefault();
      target.focus();
      if (!target.matches("input[type=text], textarea, select")) {
        target.click();
      }
    }
  };

  connectedCallback(): void {
    this.hidden = false;
    document.addEventListener("keydown", this.#listen);
    const help = this.querySelector<HTMLDialogElement>("dialog");
    this.querySelector("[data-show-keys]")?.addEventListener("click", () => help?.showModal());
    help?.querySelector("[data-close]")?.addEventListener("click", () => help.close());
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#listen);
  }
}

export function start(): void {
  customElements.define("bf-copy", Copy);
  customElements.define("bf-countdown", Countdown);
  customElements.define("bf-after", After);
  customElements.define("bf-send", Send);
  customElements.define("bf-keys", Keys);
  customElements.define("bf-letters", Letters);
  localTimes(document);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node instanceof Element) {
          localTimes(node);
        }
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
  if (!document.querySelector("bf-after")) {
    sessionStorage.removeItem("bf-waiting");
  }
}
