// Looks at the camera's picture and says one thing to do about it. It only advises: the server
// judges what is sent. A worker does so with the server's own code where the browser can; until it
// has loaded, and where it cannot, a few measures here do.

import type { Answer, Ask, Rectangle, Seen } from "./guidance";

export type { Seen } from "./guidance";

/** What may be said. `place` is what to do when nothing is seen, or nothing is wrong yet. */
export type Advice =
  | "place"
  | "edges"
  | "centre"
  | "closer"
  | "further"
  | "flatter"
  | "straight"
  | "upright"
  | "eyes"
  | "covered"
  | "dark"
  | "bright"
  | "glare"
  | "front"
  | "plain"
  | "slower"
  | "blurred"
  | "still"
  | "ready";

/** What was measured of one picture; all from 0 to 1 but the sharpness. */
export interface Measured {
  /** Mean brightness. */
  brightness: number;
  /** Share of pixels that are white through and through. */
  burnt: number;
  /** Mean change since the picture before. */
  movement: number;
  /** Variance of the Laplacian, of brightness from 0 to 255. */
  sharpness: number;
}

const WIDTH = 160;
const HEIGHT = 120;
/** Pictures in a row that must be good before that is said. */
const PATIENCE = 4;

/** Longer side of the picture that the worker is given, in pixels. */
const LONGER = 640;
/** A look that takes longer, in milliseconds, is given up, and the worker with it. */
const TOO_LONG = 8_000;

export class Guide {
  readonly #face: boolean;
  readonly #plain: Plain;
  #worker: Worker | null = null;
  #begun = false;
  /** Since when a picture is with the worker. */
  #asked: number | null = null;
  #seen: Seen | null = null;
  #looks = 0;
  #canvas = document.createElement("canvas");
  #context = this.#canvas.getContext("2d", { willReadFrequently: true });

  /** `face` for a face, else for a document. The page names the worker's parts in `[data-guidance]`. */
  constructor(face: boolean) {
    this.#face = face;
    this.#plain = new Plain(face);
    const { guidance, module, detector, mesh } = document.querySelector<HTMLElement>("[data-guidance]")?.dataset ?? {};
    if (!guidance || !module || typeof WebAssembly !== "object" || typeof Worker !== "function") {
      return;
    }
    const worker = new Worker(guidance, { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.#answered(data));
    worker.addEventListener("error", () => this.#gone("it does not start"));
    const models = face ? [detector ?? "", mesh ?? ""] : [];
    worker.postMessage({ kind: "begin", face, module, models } satisfies Ask);
    this.#worker = worker;
  }

  /** Looks at the present picture; `null` when there is none. Never waits: the worker's advice is that on a
   * picture of a moment ago. `frame` is the element that people see as the frame. */
  look(video: HTMLVideoElement, frame: Element | null = document.querySelector(".camera-frame")): Advice | null {
    if (video.videoWidth === 0 || video.videoHeight === 0) {
      return null;
    }
    if (this.#asked !== null && performance.now() - this.#asked > TOO_LONG) {
      this.#gone("a look takes too long");
    }
    if (this.#worker && this.#begun && this.#asked === null) {
      this.#ask(video, frame);
    }
    return this.#seen ? (this.#seen.advice as Advice) : this.#plain.look(video);
  }

  /** What the worker saw last; `null` without one. */
  get seen(): Seen | null {
    return this.#seen;
  }

  /** Whether a worker advises, or will as soon as it has loaded. */
  get works(): boolean {
    return this.#worker !== null;
  }

  /** How often the worker has looked. */
  get looks(): number {
    return this.#looks;
  }

  /** Lets the worker go. */
  stop(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#seen = null;
    this.#asked = null;
  }

  /** Says why the page goes on with what the script alone can tell. */
  #gone(why: string): void {
    console.warn(`guidance: ${why}`);
    this.stop();
  }

  #ask(video: HTMLVideoElement, frame: Element | null): void {
    const { videoWidth, videoHeight } = video;
    const scale = Math.max(1, Math.max(videoWidth, videoHeight) / LONGER);
    const width = Math.round(videoWidth / scale);
    const height = Math.round(videoHeight / scale);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    if (!this.#context) {
      this.stop();
      return;
    }
    // Each pixel the mean of what it covers: noise must not look like sharpness.
    this.#context.imageSmoothingQuality = "high";
    this.#context.drawImage(video, 0, 0, width, height);
    const { buffer } = this.#context.getImageData(0, 0, width, height).data;
    const at = performance.now();
    const ask: Ask = {
      kind: "look",
      pixels: buffer as ArrayBuffer,
      width,
      height,
      at,
      frame: framed(video, frame, width, height, this.#face),
      scale,
    };
    this.#worker?.postMessage(ask, [ask.pixels]);
    this.#asked = at;
  }

  #answered(answer: Answer): void {
    if (answer.kind === "begun") {
      this.#begun = true;
    } else if (answer.kind === "gone") {
      this.#gone(answer.why);
    } else {
      this.#asked = null;
      this.#seen = answer;
      this.#looks += 1;
    }
  }
}

/** How a video that covers its element is scaled and where its picture begins, in CSS pixels of the window. */
export function covering(video: HTMLVideoElement): { scale: number; left: number; top: number } {
  const box = video.getBoundingClientRect();
  const scale = Math.max(box.width / video.videoWidth, box.height / video.videoHeight);
  return {
    scale,
    left: box.left + (box.width - video.videoWidth * scale) / 2,
    top: box.top + (box.height - video.videoHeight * scale) / 2,
  };
}

/** The frame in pixels of a picture of the video. */
function framed(video: HTMLVideoElement, frame: Element | null, width: number, height: number, face: boolean): Rectangle {
  const seen = frame?.getBoundingClientRect();
  if (!seen || seen.width === 0 || video.clientWidth === 0) {
    const shape = face ? 0.76 : 1.42;
    const tall = Math.min(height * 0.8, (width * 0.9) / shape);
    return [(width - tall * shape) / 2, (height - tall) / 2, tall * shape, tall];
  }
  const { scale, left, top } = covering(video);
  const share = width / video.videoWidth / scale;
  return [(seen.left - left) * share, (seen.top - top) * share, seen.width * share, seen.height * share];
}

/** Light, blur and movement of the middle of the picture: what a script measures quickly. */
class Plain {
  #canvas = document.createElement("canvas");
  #context: CanvasRenderingContext2D | null;
  #before: Float32Array | null = null;
  #good = 0;
  readonly #face: boolean;

  constructor(face: boolean) {
    this.#face = face;
    this.#canvas.width = WIDTH;
    this.#canvas.height = HEIGHT;
    this.#context = this.#canvas.getContext("2d", { willReadFrequently: true });
  }

  look(video: HTMLVideoElement): Advice | null {
    const { videoWidth: width, videoHeight: height } = video;
    if (!this.#context || width === 0 || height === 0) {
      return null;
    }
    const share = 0.8;
    this.#context.drawImage(
      video,
      (width * (1 - share)) / 2,
      (height * (1 - share)) / 2,
      width * share,
      height * share,
      0,
      0,
      WIDTH,
      HEIGHT,
    );
    const { data } = this.#context.getImageData(0, 0, WIDTH, HEIGHT);
    const { measured, grey } = measure(data, this.#before);
    this.#before = grey;
    const advice = advise(measured, this.#face);
    this.#good = advice === "place" ? this.#good + 1 : 0;
    return this.#good >= PATIENCE ? "ready" : advice;
  }
}

export function measure(data: Uint8ClampedArray, before: Float32Array | null): { measured: Measured; grey: Float32Array } {
  const count = WIDTH * HEIGHT;
  const grey = new Float32Array(count);
  let sum = 0;
  let burnt = 0;
  let movement = 0;
  for (let at = 0; at < count; at += 1) {
    const red = data[at * 4] ?? 0;
    const green = data[at * 4 + 1] ?? 0;
    const blue = data[at * 4 + 2] ?? 0;
    const light = 0.299 * red + 0.587 * green + 0.114 * blue;
    grey[at] = light;
    sum += light;
    if (red > 250 && green > 250 && blue > 250) {
      burnt += 1;
    }
    if (before) {
      movement += Math.abs(light - (before[at] ?? light));
    }
  }
  let edges = 0;
  let squares = 0;
  let inner = 0;
  for (let y = 1; y < HEIGHT - 1; y += 1) {
    for (let x = 1; x < WIDTH - 1; x += 1) {
      const at = y * WIDTH + x;
      const laplacian =
        4 * (grey[at] ?? 0) -
        (grey[at - 1] ?? 0) -
        (grey[at + 1] ?? 0) -
        (grey[at - WIDTH] ?? 0) -
        (grey[at + WIDTH] ?? 0);
      edges += laplacian;
      squares += laplacian * laplacian;
      inner += 1;
    }
  }
  const mean = edges / inner;
  return {
    measured: {
      brightness: sum / count / 255,
      burnt: burnt / count,
      movement: before ? movement / count / 255 : 1,
      sharpness: squares / inner - mean * mean,
    },
    grey,
  };
}

export function advise({ brightness, burnt, movement, sharpness }: Measured, face: boolean): Advice {
  if (brightness < 0.18) {
    return "dark";
  }
  if (brightness > 0.88) {
    return "bright";
  }
  if (!face && burnt > 0.06) {
    return "glare";
  }
  if (movement > 0.035) {
    return "still";
  }
  if (sharpness < (face ? 25 : 60)) {
    return "blurred";
  }
  return "place";
}
