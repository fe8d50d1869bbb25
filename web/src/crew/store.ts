// What this phone keeps for the time without network: deeds that wait, points of its way, and the last snapshot. IndexedDB, shared by all
// tabs. A deed leaves it only with the centre's answer; each belongs to who pressed it, and nobody else sends it.

export interface Deed {
  id: string;
  who: number;
  seq: number;
  at: string; // this phone's clock
  what: string;
  duty: number;
  assignment: number | null;
  state: string;
  expected: string;
  text: string;
  file?: Blob;
  seconds?: number;
}

export interface Point {
  duty: number;
  at: string;
  lon: number;
  lat: number;
  accuracy_m: number | null;
}

export type Kept = [key: IDBValidKey, point: Point];

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MOST_POINTS = 5_000; // seven hours of one every five seconds

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("dothi-crew", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("deeds", { keyPath: "id" });
      asked.result.createObjectStore("points", { autoIncrement: true });
      asked.result.createObjectStore("kept");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("indexedDB"));
  });
  return opened;
}

/** One transaction; its result is there when it is on the disk. */
async function within<T>(store: string, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T> | undefined): Promise<T> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const running = db.transaction(store, mode, { durability: "strict" });
    const asked = work(running.objectStore(store));
    running.oncomplete = () => resolve(asked?.result as T);
    running.onabort = running.onerror = () => reject(running.error ?? new Error("indexedDB"));
  });
}

export function read<T>(name: string): Promise<T | undefined> {
  return within("kept", "readonly", (store) => store.get(name) as IDBRequest<T | undefined>);
}

export function keep(name: string, value: unknown): Promise<unknown> {
  return within("kept", "readwrite", (store) => store.put(value, name));
}

function random(bytes: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(bytes));
}

/** Names this phone's browser, not its person. */
export async function device(): Promise<string> {
  const known = await read<string>("device");
  if (known) return known;
  const made = [...random(8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  await keep("device", made);
  return made;
}

/** Milliseconds and chance, in letters that sort by time. */
export function ulid(now: number): string {
  let time = now;
  let head = "";
  for (let at = 0; at < 10; at += 1) {
    head = LETTERS[time % 32]! + head;
    time = Math.floor(time / 32);
  }
  return head + [...random(16)].map((byte) => LETTERS[byte % 32]!).join("");
}

/** Counts up over all tabs: read and written in one transaction with the deed itself. */
export async function add(deed: Omit<Deed, "seq">): Promise<void> {
  const db = await database();
  await new Promise<void>((resolve, reject) => {
    const running = db.transaction(["kept", "deeds"], "readwrite", { durability: "strict" });
    const last = running.objectStore("kept").get("number") as IDBRequest<number | undefined>;
    last.onsuccess = () => {
      const seq = (last.result ?? 0) + 1;
      running.objectStore("kept").put(seq, "number");
      running.objectStore("deeds").put({ ...deed, seq });
    };
    running.oncomplete = () => resolve();
    running.onabort = running.onerror = () => reject(running.error ?? new Error("indexedDB"));
  });
}

export async function waiting(who: number): Promise<{ own: Deed[]; others: number }> {
  const all = await within("deeds", "readonly", (store) => store.getAll() as IDBRequest<Deed[]>);
  const own = all.filter((deed) => deed.who === who).sort((one, other) => one.seq - other.seq);
  return { own, others: all.length - own.length };
}

export function drop(id: string): Promise<unknown> {
  return within("deeds", "readwrite", (store) => store.delete(id) as IDBRequest<unknown>);
}

export async function addPoint(point: Point): Promise<void> {
  await within("points", "readwrite", (store) => store.add(point) as IDBRequest<unknown>);
}

/** The oldest first; beyond seven hours the oldest are let go. */
export async function points(most: number): Promise<Kept[]> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const store = db.transaction("points", "readwrite").objectStore("points");
    const found: Kept[] = [];
    const counted = store.count();
    counted.onsuccess = () => {
      let excess = counted.result - MOST_POINTS;
      const walk = store.openCursor();
      walk.onsuccess = () => {
        const cursor = walk.result;
        if (!cursor || found.length >= most) return resolve(found);
        if (excess-- > 0) cursor.delete();
        else found.push([cursor.primaryKey, cursor.value as Point]);
        cursor.continue();
      };
      walk.onerror = () => reject(walk.error ?? new Error("indexedDB"));
    };
  });
}

export async function dropPoints(sent: readonly Kept[]): Promise<void> {
  await within("points", "readwrite", (store) => {
    for (const [key] of sent) store.delete(key);
    return undefined;
  });
}

/** What one person left here, when they sign out. */
export async function forget(who: number): Promise<void> {
  for (const deed of (await waiting(who)).own) await drop(deed.id);
  await within("points", "readwrite", (store) => store.clear() as IDBRequest<unknown>);
  await keep("snapshot", null);
}
