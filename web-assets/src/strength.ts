// How strong a password is, told while it is typed. The server judges, as it will in the end; without an
// answer nothing is shown, and the form works as it does without scripts.

/** Typing is over when nothing came for so long. */
const PAUSE = 400;

class Strength extends HTMLElement {
  #timer = 0;
  #asked: AbortController | undefined;

  connectedCallback(): void {
    const form = this.closest("form");
    form?.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#judge(form), PAUSE);
    });
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  async #judge(form: HTMLFormElement): Promise<void> {
    this.#asked?.abort();
    const field = form.querySelector<HTMLInputElement>("input[autocomplete=new-password]");
    if (!field?.value) {
      this.#show(null);
      return;
    }
    const body = new URLSearchParams({ password: field.value });
    const name = form.querySelector<HTMLInputElement>("input[name=user_id]");
    if (name) {
      body.set("user_id", name.value);
    }
    this.#asked = new AbortController();
    try {
      const answer = await fetch(this.dataset.judge ?? "", { method: "POST", body, signal: this.#asked.signal });
      this.#show(answer.ok ? ((await answer.json()) as { strength: number; words: string }) : null);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) {
        this.#show(null);
      }
    }
  }

  #show(judged: { strength: number; words: string } | null): void {
    const meter = this.querySelector("meter");
    const words = this.querySelector("[role=status]");
    if (meter && words) {
      meter.hidden = !judged;
      // Also the weakest has a bar to be seen.
      meter.value = judged ? judged.strength + 1 : 0;
      words.textContent = judged?.words ?? "";
    }
  }
}

export function start(): void {
  customElements.define("bf-strength", Strength);
}
