// What cameras have in common.

export function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    track.stop();
  }
}

/** The notice of what the browser says about the camera. */
export function trouble(error: unknown): string {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "camera-refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "camera-missing";
    case "NotReadableError":
    case "AbortError":
      return "camera-in-use";
    default:
      return "camera-unsupported";
  }
}
