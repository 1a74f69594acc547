// Warns that time is nearly over, with one key to have more of it. How long is left comes from
// the server, since a device's own clock may be wrong.

import { connection, FETCH_HEADER, isOurs, refused, unanswered } from "./connection";
import type { Trouble } from "./connection";

export class Ending extends HTMLElement {
  #ends = 0;
  #timer = 0;
  /** The minutes that were told last; none yet, or the person closed the warning. */
  #told = Number.POSITIVE_INFINITY;

  connectedCallback(): void {
    this.#dialog.removeAttribute("open");
    this.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#extend(event.currentTarget as HTMLFormElement);
    });
    this.querySelector("[data-close]")?.addEventListener("click", () => this.#dialog.close());
    this.renew(Number(this.dataset.left));
    this.#timer = window.setInterval(() => this.#tick(), 1_000);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }

  /** Takes note of how many seconds are left. */
  renew(left: number): void {
    this.#ends = Date.now() + left * 1_000;
    if (left > Number(this.dataset.from)) {
      this.#told = Number.POSITIVE_INFINITY;
      this.#dialog.close();
    }
    this.#tick();
  }

  #tick(): void {
    const left = (this.#ends - Date.now()) / 1_000;
    if (left > Number(this.dataset.from)) {
      return;
    }
    if (left <= 0) {
      // The page says how it ended.
      clearInterval(this.#timer);
      location.reload();
      return;
    }
    const minutes = Math.ceil(left / 60);
    if (minutes >= this.#told) {
      return;
    }
    const first = this.#told === Number.POSITIVE_INFINITY;
    this.#told = minutes;
    const words = JSON.parse(this.dataset.words ?? "[]") as string[];
    const told = this.querySelector("[data-told]");
    if (told) {
      told.textContent = words[minutes] ?? told.textContent;
    }
    if (first) {
      this.#dialog.showModal();
      this.#dialog.querySelector<HTMLElement>("button")?.focus();
    }
  }

  async #extend(form: HTMLFormElement): Promise<void> {
    const trouble = await this.#ask(form);
    if (trouble && (await connection()?.tell(trouble)) === "try-again") {
      await this.#extend(form);
    }
  }

  /** Asks for more time, and how much there is now. */
  async #ask(form: HTMLFormElement): Promise<Trouble | null> {
    try {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        body.append(name, String(value));
      }
      const asked = await fetch(form.action, {
        method: "POST",
        body,
        headers: { accept: "text/html", [FETCH_HEADER]: "1" },
        credentials: "same-origin",
      });
      if (isOurs(asked.status)) {
        return refused(asked.status, asked.headers.get("retry-after"), await asked.text());
      }
      const answer = await fetch("/verify/live", { headers: { accept: "application/json" }, credentials: "same-origin" });
      const left = answer.ok ? ((await answer.json()) as { left: number | null }).left : null;
      if (left === null) {
        location.reload();
      } else {
        this.renew(left);
      }
      return null;
    } catch {
      return unanswered();
    }
  }

  get #dialog(): HTMLDialogElement {
    const dialog = this.querySelector("dialog");
    if (!dialog) {
      throw new Error("the warning lacks its dialog");
    }
    return dialog;
  }
}

export function start(): void {
  customElements.define("bf-ending", Ending);
}
