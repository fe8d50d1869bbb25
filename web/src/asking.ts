// Questions of the scripts to the server, which are nobody's doing: they do not keep a session awake.

export async function json<T>(address: string): Promise<T> {
  const answer = await fetch(address, { headers: { Accept: "application/json", "X-Background": "1" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as T;
}
