// Has an approval app woken while it is closed: asked for by a button, never when a page opens. Whatever keeps it
// from that is told; the page goes on asking by itself while it is open.

import { connection, refused, unanswered } from "./connection";
import * as local from "./local";

class Push extends HTMLElement {
  connectedCallback(): void {
    if ("gone" in this.dataset) {
      void this.#forget();
      return;
    }
    this.hidden = false;
    if (Number(this.dataset.least) > local.VERSION) {
      this.#tell("app-outdated");
      return;
    }
    if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
      this.#show("none");
      return;
    }
    this.querySelector("[data-on]")?.addEventListener("click", () => void this.#turnOn());
    this.querySelector("form")?.addEventListener("submit", (event) => this.#turnOff(event), { capture: true });
    void this.#look();
  }

  /** How things stand; what changed on this device is told to the server. */
  async #look(): Promise<void> {
    this.#show("offer");
    try {
      const registration = await this.#registration();
      const kept = await local.read();
      if (!kept && this.#subscribed) {
        this.#tell("app-storage-lost");
        return;
      }
      if (Notification.permission === "denied") {
        this.#tell("push-refused");
        return;
      }
      const present = await registration.pushManager.getSubscription();
      if (!present || Notification.permission !== "granted" || !kept?.endpoint || !this.#isForUs(present)) {
        return;
      }
      if (!this.#subscribed || kept.endpoint !== present.endpoint) {
        await this.#keep(present);
      } else if (kept.language !== document.documentElement.lang) {
        await this.#remember(present.endpoint);
      }
      this.#show("on");
    } catch (error) {
      this.#failed(error);
    }
  }

  async #turnOn(): Promise<void> {
    const button = this.querySelector<HTMLButtonElement>("[data-on]");
    if (button) {
      button.disabled = true;
    }
    this.querySelector("[data-told]")?.replaceChildren();
    try {
      if ((await Notification.requestPermission()) !== "granted") {
        this.#tell("push-refused");
        return;
      }
      // What cannot be read any more is not needed: it is made anew.
      await local.forget();
      await this.#remember(null);
      const { pushManager } = await this.#registration();
      const present = await pushManager.getSubscription();
      if (present && !this.#isForUs(present)) {
        await present.unsubscribe();
      }
      const applicationServerKey = local.fromBase64(this.dataset.key ?? "");
      await this.#keep(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
      this.dataset.subscribed = "true";
      this.#show("on");
    } catch (error) {
      this.#failed(error);
    } finally {
      if (button) {
        button.disabled = false;
      }
    }
  }

  #turnOff(event: SubmitEvent): void {
    const form = event.target;
    if (form instanceof HTMLFormElement && !("done" in form.dataset)) {
      event.preventDefault();
      event.stopPropagation();
      form.dataset.done = "";
      void this.#forget().finally(() => form.requestSubmit());
    }
  }

  /** Leaves nothing of it on the device. */
  async #forget(): Promise<void> {
    await local.forget();
    const registration = await navigator.serviceWorker?.getRegistration("/app").catch(() => undefined);
    const present = await registration?.pushManager?.getSubscription().catch(() => null);
    await present?.unsubscribe().catch(() => false);
    if ("gone" in this.dataset) {
      await registration?.unregister();
    }
  }

  async #registration(): Promise<ServiceWorkerRegistration> {
    await navigator.serviceWorker.register("/app/sw.js", { scope: "/app" });
    return navigator.serviceWorker.ready;
  }

  async #keep(subscription: PushSubscription): Promise<void> {
    const answer = await local.subscribed(subscription).catch(() => null);
    if (!answer) {
      throw unanswered();
    }
    if (!answer.ok) {
      throw refused(answer.status, answer.headers.get("retry-after"), await answer.text());
    }
    await this.#remember(subscription.endpoint);
  }

  #remember(endpoint: string | null): Promise<void> {
    return local.write({ language: document.documentElement.lang, endpoint });
  }

  get #subscribed(): boolean {
    return this.dataset.subscribed === "true";
  }

  /** Whether a subscription is bound to the key that the server has now. */
  #isForUs(subscription: PushSubscription): boolean {
    const bound = subscription.options?.applicationServerKey;
    const ours = local.fromBase64(this.dataset.key ?? "");
    return bound instanceof ArrayBuffer && new Uint8Array(bound).every((byte, at) => byte === ours[at]);
  }

  #failed(error: unknown): void {
    if (error instanceof local.LocalError) {
      this.#tell(error.code);
    } else if (error instanceof DOMException) {
      this.#tell(error.name === "NotAllowedError" ? "push-refused" : "push-token-unavailable");
    } else if (typeof error === "object" && error && "code" in error && typeof error.code === "string") {
      this.#tell(error.code);
    } else {
      this.#tell("push-token-unavailable");
    }
  }

  #show(state: "offer" | "on" | "none"): void {
    for (const part of this.querySelectorAll<HTMLElement>("[data-state]")) {
      part.hidden = part.dataset.state !== state;
    }
  }

  #tell(code: string): void {
    const template = this.querySelector<HTMLTemplateElement>(`template[data-notice="${CSS.escape(code)}"]`);
    const place = this.querySelector("[data-told]");
    if (!template || !place) {
      void connection()?.tell({ code });
      return;
    }
    const section = document.createElement("section");
    section.className = "notice notice-warning";
    section.dataset.notice = code;
    section.setAttribute("role", "status");
    section.append(template.content.cloneNode(true));
    for (const button of section.querySelectorAll<HTMLButtonElement>("button[data-action]")) {
      button.addEventListener("click", () => {
        section.remove();
        if (button.dataset.action === "reload") {
          location.reload();
        } else if (button.dataset.action === "try-again") {
          void this.#turnOn();
        }
      });
    }
    place.replaceChildren(section);
  }
}

customElements.define("bf-push", Push);
