// The camera: a live picture with a frame, one line of guidance, a photograph to look at before
// it is sent, and a way out at every turn. A photograph that was taken is kept until it arrived.

import { connection, destination, FETCH_HEADER, go, isOurs, parse, refused, show, unanswered } from "./connection";
import type { Trouble } from "./connection";
import { Guide, covering } from "./guide";
import type { Seen } from "./guide";
import { Island } from "./island";
import { Limits } from "./limits";
import type { Limit } from "./limits";
import { steps } from "./media";

/** Pixels of a photograph, at most. */
const MOST_PIXELS = 12_000_000;
const QUALITY = 0.92;
/** How long a photograph may take to arrive, in milliseconds. */
const PATIENCE = 180_000;
/** Pause between two looks of the guide, in milliseconds. */
const PULSE = 100;
/** Pause between two sentences that are read aloud, in milliseconds. */
const BREATH = 2_000;
/** After trying for so long a face may be photographed as it is, in milliseconds. */
const TRYING = 10_000;
/** After so many photographs of one side that were of no use, other ways come first: the standard policy judges
 * three, and sends the last one on to a person. */
const TRIES = 2;

type State = "starting" | "live" | "preview" | "sending" | "problem";

/** The least shorter side of a camera's picture in dots, and pictures a second, for a photograph. */
const SIDE = 480;
const RATE = 4;

class Camera extends Island {
  #pulse = 0;
  #photo: Blob | null = null;
  #source: "camera_page" | "upload" = "camera_page";
  #facing = "environment";
  #limit: Limit | null = null;
  #guidance: Guide | null = null;
  #spokenAt = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#facing = this.dataset.facing ?? "environment";
    const open = this.find<HTMLButtonElement>("[data-open]");
    open.hidden = false;
    open.addEventListener("click", () => void this.#open());
    this.#details.open = false;
    this.#offerOwn();
    this.find("[data-close]").addEventListener("click", () => this.#close());
    this.find("[data-shutter]").addEventListener("click", () => void this.#shoot());
    this.find("[data-switch]").addEventListener("click", () => {
      this.#facing = this.#facing === "user" ? "environment" : "user";
      void this.#open();
    });
    this.find("[data-again]").addEventListener("click", () => void this.#open());
    this.find("[data-use]").addEventListener("click", () => void this.#send());
    this.find("[data-upload-instead]").addEventListener("click", () => this.#uploadInstead());
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#close();
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#chosen();
    });
    document.addEventListener("visibilitychange", this.#hidden);
  }

  disconnectedCallback(): void {
    this.#stop();
    document.removeEventListener("visibilitychange", this.#hidden);
  }

  // A camera that nobody sees must not run.
  #hidden = (): void => {
    if (document.hidden && this.dialog.dataset.state === "live") {
      this.#stop();
    } else if (!document.hidden && this.dialog.dataset.state === "live" && !this.stream) {
      void this.#open();
    }
  };

  async #open(): Promise<void> {
    this.#stop();
    this.#photo = null;
    this.#state("starting");
    this.#limit = null;
    const seen = { facingMode: { ideal: this.#facing }, width: { ideal: 3840 }, height: { ideal: 2160 } };
    if (!(await this.start(seen))) {
      return;
    }
    this.video.classList.toggle("mirrored", this.#mirrored());
    this.#state("live");
    this.#guide();
    void this.#offerOther();
  }

  protected asking(): void {
    this.#say(this.words.allow);
  }

  protected troubled(code: string): void {
    this.#stop();
    this.#problem({ code });
  }

  /** People know themselves from mirrors. The photograph is not mirrored. */
  #mirrored(): boolean {
    return this.track?.getSettings().facingMode !== "environment" && this.dataset.facing === "user";
  }

  async #offerOther(): Promise<void> {
    const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    this.find("[data-switch]").hidden = devices.filter((device) => device.kind === "videoinput").length < 2;
  }

  #guide(): void {
    const face = this.dataset.shape === "oval";
    const guide = new Guide(face);
    this.#guidance = guide;
    const limits = new Limits(this.video, SIDE, RATE);
    const began = performance.now();
    let before = "";
    this.#pulse = window.setInterval(() => {
      const advice = guide.look(this.video) ?? "starting";
      const { seen } = guide;
      this.dialog.dataset.looks = String(guide.looks);
      this.#draw(seen);
      // A face waits for the guide, for a while; a document may be photographed at any time.
      const waits = face && guide.works && (seen === null || advice !== "ready");
      const long = performance.now() - began > TRYING;
      this.#limit = limits.look(advice, guide.works);
      this.anyway(this.#limit ?? (waits && long ? "anyway" : null));
      const locked = waits && !long && this.#limit === null;
      this.find<HTMLButtonElement>("[data-shutter]").disabled = advice === "starting" || locked;
      if (advice !== before) {
        before = advice;
        this.dialog.dataset.advice = advice;
        this.find("[data-guide]").textContent = this.words[advice] ?? "";
        if (advice === "ready") {
          navigator.vibrate?.(15);
        }
      }
      this.#speak(this.words[advice]);
      // The button is always there; who holds it with both hands needs none.
      if (advice === "ready" && seen !== null && !face) {
        void this.#shoot();
      }
    }, PULSE);
  }

  /** Read aloud, not more often than somebody can listen. */
  #speak(words: string | undefined): void {
    const spoken = this.find("[data-spoken]");
    const now = performance.now();
    if (words && spoken.textContent !== words && now - this.#spokenAt >= BREATH) {
      spoken.textContent = words;
      this.#spokenAt = now;
    }
  }

  /** Draws what the guide found over the picture, and how much of the moment has passed around the button. */
  #draw(seen: Seen | null): void {
    const held = Math.round((seen?.held ?? 0) * 100);
    this.find<HTMLElement>("[data-ring]").setAttribute("stroke-dasharray", `${held} 100`);
    const outline = this.find<HTMLElement>("[data-outline]");
    const polygon = outline.querySelector("polygon");
    const circle = outline.querySelector("circle");
    const [width = 1] = seen?.size ?? [];
    const { scale, left, top } = covering(this.video);
    const share = (this.video.videoWidth / width) * scale;
    const mirrored = this.#mirrored();
    const place = (x: number, y: number): [number, number] => {
      const across = left + x * share;
      return [mirrored ? window.innerWidth - across : across, top + y * share];
    };
    const corners: string[] = [];
    // A face has its oval already.
    const shape = this.dataset.shape === "oval" ? [] : (seen?.shape ?? []);
    for (let corner = 0; corner + 1 < shape.length; corner += 2) {
      corners.push(place(shape[corner] ?? 0, shape[corner + 1] ?? 0).map(Math.round).join(","));
    }
    polygon?.setAttribute("points", corners.join(" "));
    const spot = seen?.advice === "glare" ? seen.spot : null;
    const [x, y] = spot ? place(...spot) : [0, 0];
    circle?.setAttribute("cx", String(Math.round(x)));
    circle?.setAttribute("cy", String(Math.round(y)));
    circle?.setAttribute("r", spot ? "36" : "0");
  }

  /** After several photographs that were of no use, the device's own camera comes first. */
  #offerOwn(): void {
    const own = this.find("[data-own]");
    own.hidden = this.#tries() < TRIES;
    const input = this.find<HTMLInputElement>("[data-own-photo]");
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file) {
        void this.#choose(file);
      }
    });
  }

  /** Photographs of this side that were sent in this tab. */
  #tries(): number {
    return Number(sessionStorage.getItem(`bf-tries-${this.dataset.side}`) ?? "0");
  }

  async #shoot(): Promise<void> {
    clearInterval(this.#pulse);
    const { videoWidth: width, videoHeight: height } = this.video;
    const photo = await draw(this.video, width, height);
    this.#stop();
    if (!photo) {
      this.#problem({ code: "camera-stopped" });
      return;
    }
    navigator.vibrate?.(30);
    this.#photo = photo;
    this.#source = "camera_page";
    this.#preview(photo);
    this.#say(this.words.taken);
  }

  #preview(photo: Blob): void {
    const picture = this.find("[data-preview] img") as HTMLImageElement;
    URL.revokeObjectURL(picture.src);
    picture.src = URL.createObjectURL(photo);
    picture.classList.toggle("mirrored", false);
    this.#state("preview");
    this.find("[data-use]").focus();
  }

  /** A file that was chosen is sent as it is, unless it is too large for that. */
  async #chosen(): Promise<void> {
    const file = this.#form.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
    if (!file) {
      this.#form.querySelector<HTMLInputElement>("input[type=file]")?.focus();
      return;
    }
    await this.#choose(file);
  }

  async #choose(file: File): Promise<void> {
    this.#source = "upload";
    this.#photo = await fitting(file, Number(this.dataset.megabytes ?? "20"));
    await this.#send();
  }

  async #send(): Promise<void> {
    const photo = this.#photo;
    if (!photo) {
      return;
    }
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    this.#state("sending");
    this.#sent(0);
    const body = new FormData(this.#form);
    body.delete("photo");
    body.set("source", this.#source);
    body.set("camera", (this.#source === "camera_page" && this.#limit) || "");
    body.append("photo", photo, photo instanceof File ? photo.name : "photo.jpg");
    const answer = await post(this.#form.action, body, (share) => this.#sent(share));
    if ("code" in answer) {
      await this.#failed(answer);
      return;
    }
    sessionStorage.setItem(`bf-tries-${this.dataset.side}`, String(this.#tries() + 1));
    if (answer.next) {
      go(answer.next);
      return;
    }
    const page = parse(answer.text);
    if (isOurs(answer.status) || !page) {
      await this.#failed(refused(answer.status, answer.retryAfter, answer.text));
    } else if (answer.status === 413 || answer.status === 415 || answer.status === 422 || answer.status === 400) {
      this.#photo = null;
      this.#problem(refused(answer.status, null, answer.text));
    } else {
      this.#close();
      show(page);
    }
  }

  /** The photograph could not be brought over: it stays, and may be sent again. */
  async #failed(trouble: Trouble): Promise<void> {
    const keeper = connection();
    const choice = keeper ? await keeper.tell(trouble) : "cancel";
    if (choice === "try-again") {
      await this.#send();
    } else if (this.#source === "camera_page" && this.#photo) {
      this.#preview(this.#photo);
    } else {
      this.#close();
    }
  }

  #problem(trouble: Trouble): void {
    const place = this.find("[data-problem]");
    const known = this.querySelector<HTMLTemplateElement>(`template[data-notice="${CSS.escape(trouble.code)}"]`);
    const section = document.createElement("section");
    section.className = "notice notice-warning";
    section.dataset.notice = trouble.code;
    section.setAttribute("role", "alert");
    if (trouble.words) {
      const words = trouble.words.cloneNode(true) as Element;
      words.querySelector(".buttons")?.remove();
      section.append(...words.childNodes);
      const buttons = document.createElement("p");
      buttons.className = "buttons";
      buttons.append(
        this.#button(this.find("[data-again]").textContent ?? "", "take-again"),
        this.#button(this.find("[data-upload-instead]").textContent ?? "", "upload-instead", "secondary"),
      );
      section.append(buttons);
    } else if (known) {
      section.append(known.content.cloneNode(true));
      steps(this, section, trouble.code);
    }
    for (const button of section.querySelectorAll<HTMLButtonElement>("button[data-action]")) {
      button.addEventListener("click", () => this.#act(button.dataset.action ?? ""));
    }
    place.replaceChildren(section);
    this.#state("problem");
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    const title = section.querySelector<HTMLElement>(".notice-title");
    if (title) {
      title.tabIndex = -1;
      title.focus();
    }
  }

  #button(label: string, action: string, style = ""): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `button ${style}`.trim();
    button.dataset.action = action;
    button.textContent = label;
    return button;
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
      default:
        this.#uploadInstead();
    }
  }

  #uploadInstead(): void {
    this.#close();
    this.#details.open = true;
    this.#form.querySelector<HTMLInputElement>("input[type=file]")?.focus();
  }

  #close(): void {
    this.#stop();
    this.dialog.close();
    this.find("[data-open]").focus();
  }

  #stop(): void {
    clearInterval(this.#pulse);
    this.#guidance?.stop();
    this.#guidance = null;
    this.release();
  }

  #state(state: State): void {
    this.dialog.dataset.state = state;
    delete this.dialog.dataset.advice;
    delete this.dialog.dataset.looks;
    const shown: Record<string, State[]> = {
      "[data-guide]": ["starting", "live"],
      "[data-outline]": ["live"],
      "[data-anyway]": [],
      "[data-live-buttons]": ["starting", "live", "preview", "problem"],
      "[data-shutter]": ["starting", "live"],
      "[data-preview]": ["preview", "sending"],
      "[data-check]": ["preview"],
      "[data-preview-buttons]": ["preview"],
      "[data-sending]": ["sending"],
      "[data-problem]": ["problem"],
      "[data-ways]": ["starting", "live"],
    };
    for (const [selector, states] of Object.entries(shown)) {
      // A drawing has no such property, only the attribute.
      this.find(selector).toggleAttribute("hidden", !states.includes(state));
    }
    // A file that was chosen has no picture of ours to show.
    if (state === "sending" && this.#source === "upload") {
      this.find("[data-preview]").hidden = true;
    }
    this.video.hidden = state !== "live" && state !== "starting";
    this.find(".camera-frame").hidden = this.video.hidden;
    this.find<HTMLButtonElement>("[data-shutter]").disabled = true;
    this.find("[data-switch]").hidden = true;
  }

  #say(words: string | undefined): void {
    this.find("[data-guide]").textContent = words ?? "";
    this.find("[data-spoken]").textContent = words ?? "";
    this.#spokenAt = performance.now();
  }

  #sent(share: number): void {
    const percent = Math.round(share * 100);
    (this.find("progress") as HTMLProgressElement).value = percent;
    const words = percent === 0 ? this.words.sending : this.words.sent?.replace("#", String(percent));
    // Read aloud now and then, not at every step.
    if (percent % 25 === 0) {
      this.find("[data-sent]").textContent = words ?? "";
    }
  }

  get #form(): HTMLFormElement {
    return this.find<HTMLFormElement>("form[data-upload]");
  }

  get #details(): HTMLDetailsElement {
    return this.find<HTMLDetailsElement>("details");
  }
}

/** A JPEG of a picture, made smaller where it has too many pixels. */
async function draw(picture: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (!context || canvas.width === 0 || canvas.height === 0) {
    return null;
  }
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** A file that may be sent; one that the browser cannot open goes as it is, and the server says why not. */
async function fitting(file: File, megabytes: number): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) {
    return file;
  }
  const fits = picture.width * picture.height <= MOST_PIXELS && file.size <= megabytes * 1_000_000;
  const smaller = fits ? null : await draw(picture, picture.width, picture.height);
  picture.close();
  return smaller ?? file;
}

interface Answer {
  status: number;
  text: string;
  retryAfter: string | null;
  next: string | null;
}

/** Sends a form with a file, telling how much of it is gone. */
function post(address: string, body: FormData, progress: (share: number) => void): Promise<Answer | Trouble> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("accept", "text/html");
    request.setRequestHeader(FETCH_HEADER, "1");
    request.timeout = PATIENCE;
    let begun = false;
    request.upload.addEventListener("progress", (event) => {
      begun = begun || event.loaded > 0;
      if (event.lengthComputable) {
        progress(event.loaded / event.total);
      }
    });
    request.addEventListener("load", () => {
      resolve({
        status: request.status,
        text: request.responseText,
        retryAfter: request.getResponseHeader("retry-after"),
        next: destination((name) => request.getResponseHeader(name)),
      });
    });
    request.addEventListener("timeout", () => resolve({ code: "request-timeout" }));
    request.addEventListener("error", () => {
      const broken = begun && navigator.onLine;
      resolve(broken ? { code: "upload-interrupted" } : unanswered());
    });
    request.send(body);
  });
}

customElements.define("bf-camera", Camera);
