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

/** Which browser this is, as the steps for permissions name it. A guess: what it says helps, or does not. */
function browser(): string {
  const agent = navigator.userAgent;
  const touch = /Mobi|Android/.test(agent) || (/Mac/.test(agent) && navigator.maxTouchPoints > 1);
  const known: [RegExp, string][] = [
    [/FBAN|FBAV|Instagram|Line\/|MicroMessenger|Snapchat|TikTok|musical_ly|; wv\)/, "in-app"],
    [/SamsungBrowser/, "samsung"],
    [/Edg(e|A|iOS)?\//, "edge"],
    [/Firefox|FxiOS/, "firefox"],
    [/Chrome|CriOS|Chromium/, touch ? "chrome-phone" : "chrome"],
    [/Safari/, touch ? "safari-phone" : "safari"],
  ];
  return known.find(([mark]) => mark.test(agent))?.[1] ?? (/iPhone|iPad/.test(agent) ? "in-app" : "other");
}

/** Adds what to do about the camera in this very browser to the notice of a trouble. */
export function steps(page: Element, section: Element, code: string): void {
  const here = browser();
  const helps = code === "camera-refused" || (here === "in-app" && code !== "camera-stopped");
  const known = page.querySelector<HTMLTemplateElement>(`template[data-steps="${here}"]`);
  if (!helps || !known) {
    return;
  }
  const words = known.content.cloneNode(true);
  const general = section.querySelector("ol li");
  // What is right here stands in place of what is right somewhere.
  if (general && code === "camera-refused") {
    general.replaceChildren(words);
  } else {
    section.querySelector(".buttons")?.before(words);
  }
}
