// Whether a camera is too poor to wait for anything better from it: few dots, few pictures, or a picture
// that stays dark or blurred. Nobody is locked out: it is said, and whoever likes goes on all the same.

import type { Advice } from "./guide";

/** What the server is told of it; it believes nothing but that it is worth knowing. */
export type Limit = "poor" | "unguided";

/** How long a camera is watched before anything is said of it, in milliseconds. */
const SETTLED = 5_000;
/** How long a picture may stay dark or blurred, in milliseconds. */
const LASTING = 8_000;
/** What a better camera, or more light, would mend. */
const MURKY: ReadonlySet<string> = new Set(["dark", "blurred"]);

export class Limits {
  readonly #video: HTMLVideoElement;
  readonly #side: number;
  readonly #rate: number;
  readonly #began = performance.now();
  #murkySince: number | null = null;
  /** Pictures so far when they were last counted, and when that was. */
  #counted: { frames: number; at: number } | null = null;
  #slow = false;

  /** `side` is the least shorter side of the picture in dots, `rate` the least pictures a second. */
  constructor(video: HTMLVideoElement, side: number, rate: number) {
    this.#video = video;
    this.#side = side;
    this.#rate = rate;
  }

  /** Takes what the guide said; gives what is amiss with the camera, once that is sure. */
  look(advice: Advice | "starting", guided: boolean): Limit | null {
    const now = performance.now();
    this.#murkySince = MURKY.has(advice) ? (this.#murkySince ?? now) : null;
    this.#count(now);
    if (now - this.#began < SETTLED) {
      return guided ? null : "unguided";
    }
    const small = Math.min(this.#video.videoWidth, this.#video.videoHeight) < this.#side;
    const murky = this.#murkySince !== null && now - this.#murkySince > LASTING;
    if (small || murky || this.#slow) {
      return "poor";
    }
    return guided ? null : "unguided";
  }

  #count(now: number): void {
    const { totalVideoFrames: frames } = this.#video.getVideoPlaybackQuality();
    if (!this.#counted) {
      this.#counted = { frames, at: now };
    } else if (now - this.#counted.at > SETTLED - 1_000) {
      const seconds = (now - this.#counted.at) / 1_000;
      this.#slow = (frames - this.#counted.frames) / seconds < this.#rate;
      this.#counted = { frames, at: now };
    }
  }
}
