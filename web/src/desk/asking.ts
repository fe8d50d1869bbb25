// Questions of the desk to the server. What came back is parts of the page; what did not is said, and nothing typed is lost by it.

export type Fields = [string, string][];

export interface Answer {
  call: string;
  case: string;
  asked: boolean;
  level: number;
  parts: Record<string, string>; // without those that the question said to `have`
  marks?: Record<string, string>;
  said?: string;
  undo?: string;
  focus?: string;
  refused?: string[];
  found?: { text: string; href: string }[];
  link?: string;
  open?: string;
  rev?: number;
  older?: boolean;
}

/** The centre does not answer, or one of its engines is away: worth trying again. */
export class Away extends Error {}

/** The centre answered no, in words. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    readonly parts: Record<string, string> = {},
  ) {
    super(message);
  }
}

const PATIENCE_MS = 20_000;
const RELOAD_MS = 20_000; // a page that comes back as stale as it went does not go round and round

export async function ask(address: string, fields?: Iterable<[string, string]>, background = false): Promise<Answer> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
  if (fields && token) headers["X-CSRFToken"] = token;
  if (background) headers["X-Background"] = "1";
  let answer: Response;
  try {
    answer = await fetch(address, { method: fields ? "POST" : "GET", headers, body: fields ? new URLSearchParams([...fields]) : null, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw new Away(String(error));
  }
  if (answer.status === 401 || isStale(answer)) {
    comeBack();
    throw new Away(String(answer.status));
  }
  if (answer.status >= 500) throw new Away(String(answer.status));
  const told = (await answer.json().catch(() => ({}))) as Answer & { detail?: string; code?: string };
  if (!answer.ok) throw new Refused(told.detail ?? String(answer.status), answer.status, told.code ?? "", told.parts);
  return told;
}

/** The login page brings them back here, or a fresh token comes; what was typed is kept. */
function comeBack(): void {
  const last = Number(sessionStorage.getItem("desk:reloaded") ?? 0);
  if (Date.now() - last < RELOAD_MS) return;
  sessionStorage.setItem("desk:reloaded", String(Date.now()));
  location.reload();
}

/** A token of a session that is over (signed in again in another tab) is refused with a page; a no of the centre is JSON. */
function isStale(answer: Response): boolean {
  return answer.status === 403 && !answer.headers.get("Content-Type")?.includes("json");
}
