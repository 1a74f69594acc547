// Follows what happens elsewhere: in the worker, in another tab, on another device.

import type { Ending } from "./ending";
import { connection, isOurs, parse, refused, renew, sending, unanswered } from "./connection";

interface Live {
  version: number;
  turn: number;
  /** Seconds until time ends it, while it waits for the person. */
  left: number | null;
}

/** Longest pause between two looks that failed, in milliseconds. */
const LONGEST_PAUSE = 30_000;

class Follow extends HTMLElement {
  #stop = new AbortController();

  connectedCallback(): void {
    this.#stop = new AbortController();
    void this.#watch(Number(this.dataset.seen ?? "0"), this.#stop.signal);
  }

  disconnectedCallback(): void {
    this.#stop.abort();
  }

  async #watch(seen: number, signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const answer = await fetch(`${this.dataset.live ?? "/verify/live"}?seen=${seen}`, {
          headers: { accept: "application/json" },
          credentials: "same-origin",
          signal,
        });
        if (answer.ok) {
          failures = 0;
          connection()?.banner(null);
          const live = (await answer.json()) as Live;
          if (live.left !== null) {
            document.querySelector<Ending>("bf-ending")?.renew(live.left);
          }
          if (live.version !== seen) {
            seen = live.version;
            await this.#changed(live, signal);
          }
          continue;
        }
        if (!isOurs(answer.status)) {
          // The registration or its session is over: the page itself says so.
          await this.#changed({ version: seen, turn: -1, left: null }, signal);
          return;
        }
        connection()?.banner(refused(answer.status, answer.headers.get("retry-after"), ""));
      } catch {
        if (signal.aborted) {
          return;
        }
        connection()?.banner(unanswered());
      }
      failures += 1;
      await pause(Math.min(1_000 * 2 ** failures, LONGEST_PAUSE), signal);
    }
  }

  async #changed(live: Live, signal: AbortSignal): Promise<void> {
    if (sending) {
      return;
    }
    if (this.hasAttribute("data-replaces")) {
      const answer = await fetch(location.href, { headers: { accept: "text/html" }, credentials: "same-origin", signal });
      const page = parse(await answer.text());
      // A form may have been sent, or its answer shown, while this was on its way.
      if (page && !isOurs(answer.status) && !signal.aborted && !sending) {
        renew(page);
      }
    } else if (live.turn !== Number(this.dataset.turn)) {
      const notice = this.querySelector<HTMLElement>("[data-changed]");
      if (notice) {
        notice.hidden = false;
      }
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const now = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener("abort", now, { once: true });
    window.addEventListener("online", now, { once: true });
  });
}

export function start(): void {
  customElements.define("bf-follow", Follow);
}
