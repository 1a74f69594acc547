// Setting up a passkey and signing in with one; approving with the key of an approval app.

import { connection, destination, FETCH_HEADER, go, isOurs, parse, refused, show, unanswered } from "./connection";

interface Challenge {
  publicKey: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON;
}

class Passkey extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button) {
      return;
    }
    button.hidden = false;
    const form = this.querySelector("form");
    if (form) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        void this.#run(button);
      });
    } else {
      button.addEventListener("click", () => void this.#run(button));
    }
    if (!window.PublicKeyCredential || !("parseRequestOptionsFromJSON" in PublicKeyCredential)) {
      button.disabled = true;
      this.#tell("passkey-unsupported");
    }
  }

  async #run(button: HTMLButtonElement): Promise<void> {
    this.querySelector("[data-told]")?.replaceChildren();
    button.disabled = true;
    try {
      await this.#ceremony();
    } finally {
      button.disabled = false;
    }
  }

  async #ceremony(): Promise<void> {
    const typed = [...this.querySelectorAll<HTMLInputElement>("form input")];
    const given = Object.fromEntries(typed.map((input) => [input.name, input.value]));
    const begun = await this.#post(this.dataset.begin ?? "", JSON.stringify(given));
    if (!begun) {
      this.#retype(typed);
      return;
    }
    const challenge = (await begun.json()) as Challenge;
    if (this.dataset.approves && challenge.publicKey.challenge !== (await this.#approved(this.dataset.approves))) {
      // Another text than the one that is shown here would be signed.
      this.#tell("passkey-failed");
      return;
    }
    let credential: Credential | null;
    try {
      credential =
        this.dataset.kind === "create"
          ? await navigator.credentials.create({
              publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
                challenge.publicKey as PublicKeyCredentialCreationOptionsJSON,
              ),
            })
          : await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
                challenge.publicKey as PublicKeyCredentialRequestOptionsJSON,
              ),
            });
    } catch (error) {
      const canceled = error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");
      // Browsers do not say whether a key is gone or somebody closed the window.
      const unanswered = this.dataset.approves ? "app-key-gone" : "passkey-canceled";
      this.#tell(canceled ? unanswered : "passkey-failed");
      return;
    }
    if (!(credential instanceof PublicKeyCredential)) {
      this.#tell("passkey-failed");
      return;
    }
    const finished = await this.#post(this.dataset.finish ?? "", JSON.stringify(credential.toJSON()));
    const next = finished && destination((name) => finished.headers.get(name));
    if (next) {
      go(next);
    }
  }

  /** Has somebody type again what was wrong. */
  #retype(typed: HTMLInputElement[]): void {
    const wrong = this.querySelector('[data-told] [data-notice="pin-wrong"]') ? "pin" : "number";
    for (const input of typed) {
      if (input.type === "password") {
        input.value = "";
      }
      if (input.name === wrong) {
        input.select();
      }
    }
  }

  /** The challenge that says what is shown here: see `Transaction::challenge`. */
  async #approved(id: string): Promise<string> {
    const { client = "", nonce = "" } = this.dataset;
    const text = this.querySelector("[data-text]")?.textContent ?? "";
    const bytes = (part: string): Uint8Array => new TextEncoder().encode(part);
    const parts = [bytes("bonafide approval 1"), bytes(id), fromBase64(nonce), bytes(client), bytes(text)];
    const whole = parts.flatMap((part) => {
      const length = new DataView(new ArrayBuffer(4));
      length.setUint32(0, part.length);
      return [...new Uint8Array(length.buffer), ...part];
    });
    const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(whole));
    return toBase64(new Uint8Array(digest));
  }

  /** An answer that leads on; anything else is told and is `null`. */
  async #post(address: string, body: string | null): Promise<Response | null> {
    let answer: Response;
    try {
      answer = await fetch(address, {
        method: "POST",
        body: body ?? "{}",
        headers: { "content-type": "application/json", accept: "text/html", [FETCH_HEADER]: "1" },
        credentials: "same-origin",
      });
    } catch {
      await connection()?.tell(unanswered());
      return null;
    }
    if (answer.ok) {
      return answer;
    }
    const text = await answer.text();
    const page = parse(text);
    const trouble = refused(answer.status, answer.headers.get("retry-after"), text);
    if (isOurs(answer.status)) {
      await connection()?.tell(trouble);
    } else if (this.#template(trouble.code)) {
      this.#tell(trouble.code);
    } else if (page) {
      show(page);
    }
    return null;
  }

  #template(code: string): HTMLTemplateElement | null {
    return this.querySelector<HTMLTemplateElement>(`template[data-notice="${CSS.escape(code)}"]`);
  }

  #tell(code: string): void {
    const template = this.#template(code);
    const place = this.querySelector("[data-told]");
    if (!template || !place) {
      return;
    }
    const section = document.createElement("section");
    section.className = "notice notice-warning";
    section.dataset.notice = code;
    section.setAttribute("role", "alert");
    section.append(template.content.cloneNode(true));
    section.querySelector(".buttons")?.remove();
    place.replaceChildren(section);
  }
}

/** base64url without padding (RFC 4648, 5). */
function fromBase64(text: string): Uint8Array {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

customElements.define("bf-passkey", Passkey);
