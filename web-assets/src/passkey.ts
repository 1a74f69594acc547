// Setting up a passkey and signing in with one.

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
    button.addEventListener("click", () => void this.#run(button));
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
    const begun = await this.#post(this.dataset.begin ?? "", null);
    if (!begun) {
      return;
    }
    const challenge = (await begun.json()) as Challenge;
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
      this.#tell(canceled ? "passkey-canceled" : "passkey-failed");
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
    } else if (trouble.code.startsWith("passkey-")) {
      this.#tell(trouble.code);
    } else if (page) {
      show(page);
    }
    return null;
  }

  #tell(code: string): void {
    const template = this.querySelector<HTMLTemplateElement>(`template[data-notice="${CSS.escape(code)}"]`);
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

customElements.define("bf-passkey", Passkey);
