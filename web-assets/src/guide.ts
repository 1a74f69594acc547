// Looks at the camera's picture and says one thing to do about it. It only advises: the server
// judges what is sent.

/** What may be said, most urgent first. `place` is what to do when nothing is wrong yet. */
export type Advice = "dark" | "bright" | "glare" | "still" | "blurred" | "place" | "ready";

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

export class Guide {
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

  /** Looks at the middle of the present picture; `null` when there is none. */
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
