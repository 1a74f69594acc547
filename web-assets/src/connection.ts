// What went wrong between this page and the server, told in the page's language and without
// losing anything. The words stand in the page, since the server may be out of reach.

/** A notice to be told: its code, how long to wait where it says so, and the server's own words. */
export interface Trouble {
  code: string;
  minutes?: number;
  words?: Element;
}

/** Asks the server to answer a form with an address instead of a redirect. */
export const FETCH_HEADER = "x-bonafide-fetch";
const LOCATION_HEADER = "x-bonafide-location";

/** The element that keeps the words, if the page has one. */
export function connection(): Connection | null {
  return document.querySelector<Connection>("bf-connection");
}

/** A request that got no answer at all. */
export function unanswered(): Trouble {
  return { code: navigator.onLine ? "server-unreachable" : "no-connection" };
}

/** An answer that is no answer: the notice that it carries, or the one that its status means. */
export function refused(status: number, retryAfter: string | null, body: string): Trouble {
  const own = parse(body)?.querySelector("main [data-notice]");
  const seconds = Number.parseInt(retryAfter ?? "", 10);
  const wait = Number.isFinite(seconds) ? { minutes: Math.max(1, Math.ceil(seconds / 60)) } : {};
  if (own instanceof HTMLElement && own.dataset.notice) {
    return { code: own.dataset.notice, words: own, ...wait };
  }
  switch (status) {
    case 408:
    case 504:
      return { code: "request-timeout" };
    case 413:
      return { code: "upload-too-large" };
    case 429:
      return { code: "overloaded", minutes: 1, ...wait };
    case 503:
      return retryAfter ? { code: "overloaded", ...wait } : { code: "technical-difficulties" };
    default:
      return { code: "service-fault" };
  }
}

/** Whether a status means that nothing of the page needs to change: the fault is on the way or ours. */
export function isOurs(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

/** Where the server sends the browser after a form. */
export function destination(header: (name: string) => string | null): string | null {
  const location = header(LOCATION_HEADER);
  return location?.startsWith("/") && !location.startsWith("//") ? location : null;
}

export function parse(html: string): Document | null {
  return html.includes("<main") ? new DOMParser().parseFromString(html, "text/html") : null;
}

/** Puts the matter of an answer in place of the page's own, and the focus where reading goes on. */
export function show(page: Document): void {
  if (replace(page)) {
    focusStart();
  }
}

/**
 * Puts the present matter of the same page in place of what is shown. Unasked, so whoever types
 * goes on typing: what was entered and opened stays, and so does the focus. Once it is another
 * page, reading begins anew.
 */
export function renew(page: Document): void {
  const heading = (of: Document): string => of.querySelector("main h1")?.textContent ?? "";
  const same = heading(page) === heading(document);
  const kept = same ? keep() : null;
  if (replace(page)) {
    if (kept) {
      kept();
    } else {
      focusStart();
    }
  }
}

/** Where the focus may stand. */
const PLACES = "main :is(a[href], button, summary, input:not([type=hidden]))";

/** Remembers what a person did to the page; the answer does the same to the one that followed. */
function keep(): () => void {
  const places = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(PLACES)];
  const focused = places().indexOf(document.activeElement as HTMLElement);
  const fields = [...document.querySelectorAll<HTMLInputElement>("main input[id]:not([type=hidden], [readonly])")].filter(
    (field) => field.value !== field.defaultValue,
  );
  const opened = [...document.querySelectorAll<HTMLDetailsElement>("main details")].map((way) => way.open);
  return () => {
    const ways = document.querySelectorAll<HTMLDetailsElement>("main details");
    if (ways.length === opened.length) {
      ways.forEach((way, at) => {
        way.open ||= opened[at] ?? false;
      });
    }
    for (const before of fields) {
      const field = document.getElementById(before.id);
      if (field instanceof HTMLInputElement) {
        field.value = before.value;
      }
    }
    const place = places()[focused];
    place?.focus({ preventScroll: true });
    const before = fields.find((field) => field.id === place?.id);
    if (before && place instanceof HTMLInputElement) {
      place.setSelectionRange(before.selectionStart, before.selectionEnd);
    }
  };
}

/** Whether the page's matter was replaced here, rather than by loading it. */
function replace(page: Document): boolean {
  const next = page.querySelector("main");
  const main = document.querySelector("main");
  if (!next || !main) {
    location.reload();
    return false;
  }
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang || document.documentElement.lang;
  main.replaceWith(document.adoptNode(next));
  for (const script of page.querySelectorAll<HTMLScriptElement>("head script[src]")) {
    if (!document.head.querySelector(`script[src="${CSS.escape(script.getAttribute("src") ?? "")}"]`)) {
      const added = document.createElement("script");
      added.type = script.type;
      added.src = script.src;
      document.head.append(added);
    }
  }
  return true;
}

/** Moves the focus to the summary of mistakes, else to a notice, else to the heading. */
export function focusStart(): void {
  const main = document.querySelector<HTMLElement>("main");
  const start =
    main?.querySelector<HTMLElement>("[data-focus]") ??
    main?.querySelector<HTMLElement>("section[data-notice]") ??
    main?.querySelector<HTMLElement>("h1");
  if (start) {
    if (!start.hasAttribute("tabindex")) {
      start.tabIndex = -1;
    }
    start.focus();
  }
}

/** Keeps the notices that a page may have to tell without the server. */
export class Connection extends HTMLElement {
  #dialog: HTMLDialogElement | null = null;
  #banner: HTMLElement | null = null;

  /** Tells of a trouble; resolves with the word of the button that was chosen. */
  tell(trouble: Trouble): Promise<string> {
    this.#dialog?.remove();
    const dialog = document.createElement("dialog");
    dialog.className = "notice notice-dialog";
    dialog.dataset.notice = trouble.code;
    dialog.append(this.#words(trouble));
    const title = dialog.querySelector<HTMLElement>(".notice-title");
    if (title) {
      title.id = "notice-dialog-title";
      dialog.setAttribute("aria-labelledby", title.id);
    }
    document.body.append(dialog);
    this.#dialog = dialog;
    return new Promise((resolve) => {
      const done = (word: string): void => {
        dialog.remove();
        resolve(word);
      };
      for (const button of dialog.querySelectorAll<HTMLButtonElement>("button[data-action]")) {
        button.addEventListener("click", () => done(button.dataset.action ?? "cancel"));
      }
      dialog.addEventListener("cancel", () => done("cancel"));
      dialog.showModal();
      title?.focus();
    });
  }

  /** Tells of a trouble beside the page's matter, until it is over. */
  banner(trouble: Trouble | null): void {
    if (trouble && this.#banner?.dataset.notice === trouble.code) {
      return;
    }
    this.#banner?.remove();
    this.#banner = null;
    if (!trouble) {
      return;
    }
    const banner = document.createElement("section");
    banner.className = "notice notice-warning";
    banner.dataset.notice = trouble.code;
    banner.setAttribute("role", "status");
    banner.append(this.#words(trouble));
    banner.querySelector(".buttons")?.remove();
    document.querySelector("main")?.prepend(banner);
    this.#banner = banner;
  }

  /** The words of a notice: what the server said, else what the page knows. */
  #words(trouble: Trouble): DocumentFragment {
    const known = [...this.querySelectorAll<HTMLTemplateElement>(`template[data-notice="${CSS.escape(trouble.code)}"]`)];
    const wait = trouble.minutes ?? 5;
    const fitting =
      known.find((template) => Number(template.dataset.minutes) >= wait) ??
      known.at(-1) ??
      this.querySelector<HTMLTemplateElement>('template[data-notice="service-fault"]');
    const words = fitting?.content.cloneNode(true) as DocumentFragment | undefined;
    const fragment = words ?? document.createDocumentFragment();
    if (trouble.words) {
      // The server's words, with the buttons that a script can serve.
      const buttons = fragment.querySelector(".buttons");
      const own = trouble.words.cloneNode(true) as Element;
      own.querySelector(".buttons")?.remove();
      const code = own.querySelector(".notice-code");
      const told = document.createDocumentFragment();
      told.append(...[...own.childNodes].filter((node) => node !== code));
      if (buttons) {
        told.append(buttons);
      }
      if (code) {
        told.append(code);
      }
      return told;
    }
    return fragment;
  }
}

/** Where a form goes: a button may name another address than its form does. */
function address(form: HTMLFormElement, submitter: HTMLElement | null): string {
  const own = submitter instanceof HTMLButtonElement && submitter.hasAttribute("formaction");
  return own ? submitter.formAction : form.action;
}

/** How long a form may take to be answered, in milliseconds. */
const PATIENCE = 30_000;

/** Whether a form is on its way; what is followed meanwhile is our own doing. */
export let sending = false;

/** Sends a form and goes on where the server says; what was entered stays until that succeeded. */
async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value === "string") {
      body.append(name, value);
    }
  }
  sending = true;
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address(form, submitter), {
      method: "POST",
      body,
      headers: { accept: "text/html", [FETCH_HEADER]: "1" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await answer.text();
    const next = destination((name) => answer.headers.get(name));
    if (next) {
      go(next);
      return;
    }
    const page = parse(text);
    if (page && !isOurs(answer.status)) {
      show(page);
      sending = false;
      return;
    }
    await fail(form, submitter, refused(answer.status, answer.headers.get("retry-after"), text));
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    await fail(form, submitter, late && navigator.onLine ? { code: "request-timeout" } : unanswered());
  }
}

async function fail(form: HTMLFormElement, submitter: HTMLElement | null, trouble: Trouble): Promise<void> {
  sending = false;
  form.removeAttribute("aria-busy");
  const keeper = connection();
  if (!keeper) {
    // The browser's own way of telling, with the button that was pressed.
    form.removeAttribute("data-live");
    form.requestSubmit(submitter);
    return;
  }
  const choice = await keeper.tell(trouble);
  if (choice === "try-again") {
    await send(form, submitter);
  } else if (choice === "reload") {
    location.reload();
  } else {
    submitter?.focus();
  }
}

/** Goes to a page of ours, also when it is the one that is shown. */
export function go(address: string): void {
  const here = location.pathname + location.search;
  if (address === here) {
    location.reload();
  } else {
    location.assign(address);
  }
}

export function start(): void {
  customElements.define("bf-connection", Connection);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("form[data-live]") || event.defaultPrevented) {
      return;
    }
    event.preventDefault();
    // A second click while the first is on its way is the same click.
    if (form.getAttribute("aria-busy") !== "true") {
      void send(form, event.submitter);
    }
  });
  // A page that the browser kept may be out of date.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("bf-follow")) {
      location.reload();
    }
  });
  if (document.querySelector("main [data-focus]")) {
    focusStart();
  }
}
