// Parts of the page that the server draws while somebody writes. Without network they are not missed.

/** HTML of `/phan-anh/moi/<name>`; undefined where it does not come. */
export async function part(name: string, asked: Record<string, string>): Promise<string | undefined> {
  try {
    const answer = await fetch(`/phan-anh/moi/${name}?${new URLSearchParams(asked)}`);
    return answer.ok ? (await answer.text()).trim() : undefined;
  } catch {
    return undefined;
  }
}
