// The service worker of the approval app: shows that something waits, in the person's language, and opens it. What is
// pushed carries an id and no words; these stand before this script, put there by the server.

import * as local from "./local";

interface Words {
  title: string;
  text: string;
}

interface Waits extends Event {
  waitUntil(what: Promise<unknown>): void;
}

interface Pushed extends Waits {
  data: { json(): unknown } | null;
}

interface Tapped extends Waits {
  notification: Notification;
}

interface Changed extends Waits {
  oldSubscription: PushSubscription | null;
  newSubscription: PushSubscription | null;
}

interface Client {
  url: string;
  focus(): Promise<Client>;
  navigate(url: string): Promise<Client | null>;
}

interface Worker {
  registration: ServiceWorkerRegistration;
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window" }): Promise<Client[]>;
    openWindow(url: string): Promise<Client | null>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", does: (event: Waits) => void): void;
  addEventListener(name: "push", does: (event: Pushed) => void): void;
  addEventListener(name: "notificationclick", does: (event: Tapped) => void): void;
  addEventListener(name: "pushsubscriptionchange", does: (event: Changed) => void): void;
  bonafideWords: Record<string, Words>;
}

const worker = self as unknown as Worker;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("push", (event) => event.waitUntil(show(event.data)));
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification));
});
worker.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

/** The language of the page, else the browser's. */
async function language(): Promise<string> {
  const kept = await local.read().catch(() => null);
  const wanted = [kept?.language, ...navigator.languages.map((tag) => tag.split("-")[0]), "en"];
  return wanted.find((tag) => tag !== undefined && tag in worker.bonafideWords) ?? "en";
}

async function show(data: Pushed["data"]): Promise<void> {
  const lang = await language();
  const words = worker.bonafideWords[lang];
  await worker.registration.showNotification(words?.title ?? "", {
    body: words?.text ?? "",
    lang,
    // One for all that waits: the page lists it.
    tag: "waiting",
    requireInteraction: true,
    data: { id: named(data) },
  });
}

/** The id of what waits, if that is what came. */
function named(data: Pushed["data"]): string {
  try {
    const { id } = data?.json() as { id?: unknown };
    return typeof id === "string" && /^apr_[0-9a-z]+$/i.test(id) ? id : "";
  } catch {
    return "";
  }
}

async function open(notification: Notification): Promise<void> {
  const { id } = notification.data as { id: string };
  const address = id ? `/app#${id}` : "/app";
  const windows = await worker.clients.matchAll({ type: "window" });
  const present = windows.find(({ url }) => new URL(url).pathname === "/app");
  if (present) {
    await present.focus();
    await present.navigate(address);
  } else {
    await worker.clients.openWindow(address);
  }
}

/** The browser gives another address, or took the old one away. */
async function renew({ oldSubscription, newSubscription }: Changed): Promise<void> {
  const { applicationServerKey } = oldSubscription?.options ?? {};
  const subscription =
    newSubscription ??
    (applicationServerKey
      ? await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
      : null);
  if (subscription && (await local.subscribed(subscription)).ok) {
    await local.write({ language: await language(), endpoint: subscription.endpoint });
  }
}
