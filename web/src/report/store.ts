// What this device keeps of reports until they are sent: the draft that is being written, those that wait for the network, and where the
// ones are that were sent meanwhile. IndexedDB, shared by all tabs and by the page's script for the time without network.

export interface Fields {
  [name: string]: string;
}

export interface Kept {
  key: string; // of the form: sent twice it is one report
  to: string; // the address that takes it
  fields: Fields;
  photos: Blob[];
  error?: string;
}

export interface Sent {
  key: string;
  to: string;
  at: number;
}

const DRAFT = "draft";
let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("dothi-report", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts");
      asked.result.createObjectStore("waiting", { keyPath: "key" });
      asked.result.createObjectStore("sent", { keyPath: "key" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("indexedDB"));
  });
  return opened;
}

/** One transaction; its result is there when it is on the disk. */
async function within<T>(name: string, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T> | undefined): Promise<T> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const running = db.transaction(name, mode, { durability: "strict" });
    const asked = work(running.objectStore(name));
    running.oncomplete = () => resolve(asked?.result as T);
    running.onabort = running.onerror = () => reject(running.error ?? new Error("indexedDB"));
  });
}

export const draft = (): Promise<Kept | undefined> => within("drafts", "readonly", (store) => store.get(DRAFT) as IDBRequest<Kept | undefined>);
export const keepDraft = (one: Kept): Promise<unknown> => within("drafts", "readwrite", (store) => store.put(one, DRAFT));
export const dropDraft = (): Promise<unknown> => within("drafts", "readwrite", (store) => store.delete(DRAFT) as IDBRequest<unknown>);

export const waiting = (): Promise<Kept[]> => within("waiting", "readonly", (store) => store.getAll() as IDBRequest<Kept[]>);
export const wait = (one: Kept): Promise<unknown> => within("waiting", "readwrite", (store) => store.put(one));
export const dropWaiting = (key: string): Promise<unknown> => within("waiting", "readwrite", (store) => store.delete(key) as IDBRequest<unknown>);

export const sent = (): Promise<Sent[]> => within("sent", "readonly", (store) => store.getAll() as IDBRequest<Sent[]>);
export const dropSent = (key: string): Promise<unknown> => within("sent", "readwrite", (store) => store.delete(key) as IDBRequest<unknown>);
