// Video identification: the camera is opened, the person says that they are ready, the server says
// what to do, and frames go to it meanwhile. Nothing that is found here is sent as truth.

import { connection, go, unanswered } from "./connection";
import { Guide } from "./guide";
import { Island } from "./island";
import { Limits } from "./limits";
import type { Limit } from "./limits";
import { steps } from "./media";

/** Pause between two looks of the guide, in milliseconds. */
const PULSE = 180;
/** How long the guide may be unhappy before the person may go on all the same, in milliseconds. */
const PATIENCE = 15_000;
/** Time between two frames, in milliseconds. */
const INTERVAL = 58;
/** The shorter side of a frame, in pixels. */
const SIDE = 480;
const QUALITY = 0.85;
/** What may wait to be sent; more frames are left out, in bytes. */
const UNSENT = 512 * 1024;
/** Least time between two colours of the screen, in milliseconds: at most three changes a second. */
const SHORTEST = 350;
/** How long a verdict is shown, in milliseconds. */
const SHOWN = 1_200;

type State = "starting" | "live" | "filming" | "told" | "problem";

interface Told {
  type: "wait" | "ready" | "prompt" | "rest" | "light" | "judging" | "verdict" | "refused";
  ahead?: number;
  prompts?: number;
  millis?: number;
  number?: number;
  of?: number;
  prompt?: string;
  colour?: string;
  outcome?: string;
  code?: string;
}

/** How long after the page came its advice is read aloud: live regions must be there first, in milliseconds. */
const HEARD = 600;
/** The least pictures a second, less than which no film is taken. */
const RATE = 12;

class Liveness extends Island {
  #socket: WebSocket | null = null;
  #pulse = 0;
  #guidance: Guide | null = null;
  #clock = 0;
  /** When the last colour is shown, and the colours that wait for their time. */
  #shines = 0;
  #shining: number[] = [];
  #limit: Limit | null = null;
  #canvas = document.createElement("canvas");

  override connectedCallback(): void {
    super.connectedCallback();
    const open = this.find<HTMLButtonElement>("[data-open]");
    open.addEventListener("click", () => void this.#open());
    this.find("[data-close]").addEventListener("click", () => this.#close());
    this.find("[data-ready]").addEventListener("click", () => this.#begin());
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#close();
    });
    const missed = document.querySelector<HTMLElement>("main [data-missed]");
    if (missed) {
      const told = [...missed.querySelectorAll("h2, li")].map((line) => line.textContent?.trim() ?? "");
      window.setTimeout(() => (this.find("[data-spoken]").textContent = told.join(" ")), HEARD);
    }
    const block = this.querySelector<HTMLElement>("[data-block]");
    if (block) {
      this.#wait(block);
    } else {
      open.hidden = false;
    }
  }

  disconnectedCallback(): void {
    clearInterval(this.#clock);
    this.#stop();
  }

  /** Counts a block down; when it is over, there is the button. */
  #wait(block: HTMLElement): void {
    const until = performance.now() + Number(block.dataset.block ?? "0") * 1000;
    const clock = block.querySelector<HTMLElement>("[data-clock]");
    const tick = (): void => {
      const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      if (clock) {
        clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      }
      if (left === 0) {
        clearInterval(this.#clock);
        block.remove();
        this.find("[data-open]").hidden = false;
        this.find("[data-free]").textContent = this.words.free ?? "";
      }
    };
    this.#clock = window.setInterval(tick, 500);
    tick();
  }

  async #open(): Promise<void> {
    this.#stop();
    this.#state("starting");
    this.#limit = null;
    const seen = { facingMode: { ideal: "user" }, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
    if (!(await this.start(seen))) {
      return;
    }
    const facing = this.track?.getSettings().facingMode;
    this.video.classList.toggle("mirrored", facing !== "environment");
    this.#state("live");
    this.#guide();
  }

  protected asking(): void {
    this.#say("allow");
  }

  protected troubled(code: string): void {
    this.#stop();
    this.#problem(code);
  }

  #guide(): void {
    const guide = new Guide(true);
    this.#guidance = guide;
    const limits = new Limits(this.video, SIDE, RATE);
    const since = performance.now();
    const ready = this.find<HTMLButtonElement>("[data-ready]");
    let before = "";
    this.#pulse = window.setInterval(() => {
      const advice = guide.look(this.video) ?? "starting";
      const waits = advice !== "ready" && (advice === "starting" || performance.now() - since < PATIENCE);
      this.#limit = limits.look(advice, guide.works);
      ready.disabled = advice === "starting" || (waits && this.#limit === null);
      this.anyway(this.#limit ?? (!waits && advice !== "ready" ? "anyway" : null));
      if (advice !== before) {
        before = advice;
        this.dialog.dataset.advice = advice;
        this.#say(advice);
      }
    }, PULSE);
  }

  #begin(): void {
    clearInterval(this.#pulse);
    // The film needs the processor for itself.
    this.#guidance?.stop();
    this.#guidance = null;
    this.#state("filming");
    this.#say("starting");
    const address = new URL("/verify/liveness/stream", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    let over = false;
    let filming = false;
    socket.addEventListener("open", () => {
      const label = this.track?.label ?? "";
      const { csrf, turn } = this.dataset;
      socket.send(JSON.stringify({ csrf, turn: Number(turn), label: label.slice(0, 200), camera: this.#limit ?? "" }));
    });
    socket.addEventListener("message", (event: MessageEvent<string>) => {
      const told = JSON.parse(event.data) as Told;
      delete this.dialog.dataset.prompt;
      if (told.type !== "light") {
        this.#dark();
      }
      switch (told.type) {
        case "wait":
          this.#tell((this.words.wait ?? "").replace("#", String(told.ahead ?? 1)));
          break;
        case "ready":
          filming = true;
          this.#say("rest");
          this.#progress(told.millis ?? 0);
          void this.#film(socket, () => filming);
          break;
        case "prompt":
          this.dialog.dataset.prompt = told.prompt ?? "";
          this.#say(told.prompt ?? "");
          navigator.vibrate?.(60);
          break;
        case "rest":
          this.#say("rest");
          navigator.vibrate?.(20);
          break;
        case "light":
          this.#shine(told.colour ?? "");
          // Said once: which colour it is matters to nobody.
          if (told.number === 1) {
            this.#say("light");
          }
          break;
        case "judging":
          filming = false;
          this.#state("told");
          this.#say("judging");
          break;
        case "verdict":
          over = true;
          filming = false;
          this.#state("told");
          this.#say(told.outcome ?? "");
          window.setTimeout(() => this.#leave(), SHOWN);
          break;
        case "refused":
          over = true;
          filming = false;
          this.#refused(told.code ?? "");
          break;
      }
    });
    socket.addEventListener("close", () => {
      filming = false;
      // Broken off, it was an attempt: the page says what became of it.
      if (!over && this.#socket === socket) {
        this.#leave();
      }
    });
  }

  /** Shows a colour, but no sooner after the last one than does nobody harm: a connection may bring several at once. */
  #shine(colour: string): void {
    const now = performance.now();
    this.#shines = Math.max(now, this.#shines + SHORTEST);
    this.#shining.push(
      window.setTimeout(() => {
        this.dialog.dataset.light = colour;
      }, this.#shines - now),
    );
  }

  #dark(): void {
    for (const shining of this.#shining.splice(0)) {
      clearTimeout(shining);
    }
    delete this.dialog.dataset.light;
  }

  /** Sends frames, numbered through, as long as it goes on. */
  async #film(socket: WebSocket, goesOn: () => boolean): Promise<void> {
    const { videoWidth: width, videoHeight: height } = this.video;
    const scale = SIDE / Math.min(width, height);
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    const context = this.#canvas.getContext("2d", { alpha: false });
    let number = 0;
    while (context && goesOn() && socket.readyState === WebSocket.OPEN) {
      const captured = performance.now();
      if (socket.bufferedAmount < UNSENT) {
        context.drawImage(this.video, 0, 0, this.#canvas.width, this.#canvas.height);
        const file = await new Promise<Blob | null>((resolve) => this.#canvas.toBlob(resolve, "image/jpeg", QUALITY));
        if (file && goesOn() && socket.readyState === WebSocket.OPEN) {
          const header = new DataView(new ArrayBuffer(8));
          header.setUint32(0, number);
          header.setUint32(4, Math.round(captured));
          number += 1;
          socket.send(new Blob([header.buffer, file]));
        }
      }
      const rest = INTERVAL - (performance.now() - captured);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, rest)));
    }
  }

  #progress(millis: number): void {
    const bar = this.find<HTMLProgressElement>("[data-progress]");
    const began = performance.now();
    bar.hidden = false;
    clearInterval(this.#pulse);
    this.#pulse = window.setInterval(() => {
      bar.value = Math.min(100, ((performance.now() - began) / Math.max(1, millis)) * 100);
    }, 200);
  }

  #refused(code: string): void {
    const known = this.querySelector(`template[data-notice="${CSS.escape(code)}"]`);
    if (known) {
      this.#stop();
      this.#problem(code);
    } else {
      // Blocked, or the step is done or no more: the page says which.
      this.#leave();
    }
  }

  /** Goes where the registration stands: once the server answers, so that no page is lost for one that does not load. */
  #leave(): void {
    this.#stop();
    this.dialog.close();
    void reach().then(() => go("/verify"));
  }

  #problem(code: string): void {
    const known = this.querySelector<HTMLTemplateElement>(`template[data-notice="${CSS.escape(code)}"]`);
    const section = document.createElement("section");
    section.className = "notice notice-warning";
    section.dataset.notice = code;
    section.setAttribute("role", "alert");
    if (known) {
      section.append(known.content.cloneNode(true));
      steps(this, section, code);
    }
    for (const button of section.querySelectorAll<HTMLButtonElement>("button[data-action]")) {
      button.addEventListener("click", () => this.#act(button.dataset.action ?? ""));
    }
    this.find("[data-problem]").replaceChildren(section);
    this.#state("problem");
    section.querySelector<HTMLElement>(".notice-title")?.focus();
  }

  #act(action: string): void {
    switch (action) {
      case "try-again":
      case "take-again":
        void this.#open();
        break;
      case "use-another-device":
        location.assign("/verify/device");
        break;
      case "upload-instead":
        location.assign("/verify/liveness/other");
        break;
      default:
        this.#leave();
    }
  }

  #close(): void {
    const filming = this.#socket !== null;
    if (filming) {
      this.#leave();
      return;
    }
    this.#stop();
    this.dialog.close();
    this.find("[data-open]").focus();
  }

  #stop(): void {
    clearInterval(this.#pulse);
    this.#guidance?.stop();
    this.#guidance = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.release();
  }

  #state(state: State): void {
    this.dialog.dataset.state = state;
    delete this.dialog.dataset.advice;
    delete this.dialog.dataset.prompt;
    this.#dark();
    this.find("[data-problem]").hidden = state !== "problem";
    this.find(".film-told").hidden = state === "problem";
    this.find("[data-ready]").hidden = state !== "live" && state !== "starting";
    this.find<HTMLButtonElement>("[data-ready]").disabled = true;
    this.find("[data-anyway]").hidden = true;
    this.find("[data-ways]").hidden = state === "filming" || state === "told";
    this.find("[data-progress]").hidden = state !== "filming";
    this.video.hidden = state === "problem";
    this.find(".camera-frame").hidden = state === "problem";
  }

  #say(word: string): void {
    this.#tell(this.words[word] ?? "");
  }

  #tell(words: string): void {
    this.find("[data-guide]").textContent = words;
  }
}

/** Waits until the server answers; tells when it does not. */
async function reach(): Promise<void> {
  for (;;) {
    const answer = await fetch("/verify/live", { headers: { accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    const keeper = connection();
    if (answer || !keeper || (await keeper.tell(unanswered())) !== "try-again") {
      return;
    }
  }
}

customElements.define("bf-liveness", Liveness);
