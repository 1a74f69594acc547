// What the islands with a camera have in common: their parts, the camera, and its end.

import { stop, trouble } from "./media";

export abstract class Island extends HTMLElement {
  /** What the camera says, by its words. */
  protected words: Record<string, string> = {};
  protected stream: MediaStream | null = null;

  connectedCallback(): void {
    this.words = JSON.parse(this.dialog.dataset.words ?? "{}") as Record<string, string>;
  }

  /** Shows the dialog and what the camera sees; `false` when it was closed meanwhile, or there is a problem. */
  protected async start(video: MediaTrackConstraints): Promise<boolean> {
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    if (!navigator.mediaDevices?.getUserMedia) {
      this.troubled(window.isSecureContext ? "camera-unsupported" : "camera-insecure");
      return false;
    }
    this.asking();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video });
      if (!this.dialog.open) {
        stop(stream);
        return false;
      }
      this.stream = stream;
      this.video.srcObject = stream;
      await this.video.play();
    } catch (error) {
      this.troubled(trouble(error));
      return false;
    }
    this.track?.addEventListener("ended", () => this.troubled("camera-stopped"));
    return this.stream !== null;
  }

  /** The browser asks whether the camera may be used. */
  protected abstract asking(): void;

  /** The camera cannot be used, or not any more. */
  protected abstract troubled(code: string): void;

  protected release(): void {
    if (this.stream) {
      stop(this.stream);
    }
    this.stream = null;
    this.video.srcObject = null;
  }

  /** Says that the person may go on all the same, and what comes of it. */
  protected anyway(word: string | null): void {
    const place = this.find("[data-anyway]");
    place.hidden = word === null;
    const words = word === null ? "" : (this.words[word] ?? "");
    if (place.textContent !== words) {
      place.textContent = words;
    }
  }

  protected get track(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }

  protected find<E extends HTMLElement>(selector: string): E {
    const found = this.querySelector<E>(selector);
    if (!found) {
      throw new Error(`${this.localName} lacks ${selector}`);
    }
    return found;
  }

  protected get dialog(): HTMLDialogElement {
    return this.find<HTMLDialogElement>("dialog");
  }

  protected get video(): HTMLVideoElement {
    return this.find<HTMLVideoElement>("video");
  }
}
