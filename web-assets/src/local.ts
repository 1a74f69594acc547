// What an approval app keeps on its device: in which language it speaks and where it is woken, sealed by a key that
// never leaves the browser. Pages and the service worker share it.

/** Of this script and of what it keeps; the server tells the least that it still works with. */
export const VERSION = 1;
const NAME = "bonafide-app";
const STORE = "kept";

/** What can go wrong with it, by the notice that tells of it. */
export type LocalTrouble =
  | "app-storage-full"
  | "app-data-unreadable"
  | "app-migration-failed"
  | "app-outdated";

export class LocalError extends Error {
  constructor(readonly code: LocalTrouble) {
    super(code);
  }
}

export interface Kept {
  language: string;
  /** The address of the push service, where it is woken. */
  endpoint: string | null;
}

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** What is kept; nothing before the first time, and after the browser made room. */
export async function read(): Promise<Kept | null> {
  const [key, sealed] = await within("readonly", async (store) => {
    const found = [await done<CryptoKey | undefined>(store.get("key")), await done<Sealed | undefined>(store.get("sealed"))];
    return found as [CryptoKey | undefined, Sealed | undefined];
  });
  if (!key && !sealed) {
    return null;
  }
  try {
    if (!key || !sealed) {
      throw new LocalError("app-data-unreadable");
    }
    const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.data);
    return JSON.parse(new TextDecoder().decode(data)) as Kept;
  } catch {
    throw new LocalError("app-data-unreadable");
  }
}

/** Keeps something in place of what was kept, under a new key. */
export async function write(kept: Kept): Promise<void> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(kept)));
  await within("readwrite", async (store) => {
    await done(store.put(key, "key"));
    await done(store.put({ iv, data } satisfies Sealed, "sealed"));
  });
}

/** Forgets everything. */
export async function forget(): Promise<void> {
  await done(indexedDB.deleteDatabase(NAME)).catch(() => undefined);
}

async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, mode);
    const ended = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const [result] = await Promise.all([work(transaction.objectStore(STORE)), ended]);
    return result;
  } catch {
    throw new LocalError("app-storage-full");
  } finally {
    database.close();
  }
}

/** Opens the database, brought up to this version. */
function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let migrating = false;
    const failed = (code: LocalTrouble): void => reject(new LocalError(code));
    let request: IDBOpenDBRequest;
    try {
      request = indexedDB.open(NAME, VERSION);
    } catch {
      failed("app-storage-full");
      return;
    }
    request.onupgradeneeded = () => {
      migrating = true;
      try {
        request.result.createObjectStore(STORE);
      } catch {
        request.transaction?.abort();
      }
    };
    // Another page holds on to an older version.
    request.onblocked = () => failed("app-migration-failed");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => {
      switch (request.error?.name) {
        case "VersionError":
          failed("app-outdated");
          break;
        case "QuotaExceededError":
          failed("app-storage-full");
          break;
        default:
          failed(migrating ? "app-migration-failed" : "app-storage-full");
      }
    };
  });
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The header by which the server knows how old a script is. */
export const VERSION_HEADER = "x-bonafide-app";

/** Tells the server where this device is woken. */
export function subscribed(subscription: PushSubscription): Promise<Response> {
  return fetch("/app/push", {
    method: "POST",
    body: JSON.stringify(subscription),
    headers: { "content-type": "application/json", accept: "text/html", [VERSION_HEADER]: String(VERSION) },
    credentials: "same-origin",
  });
}

/** base64url without padding (RFC 4648, 5). */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
