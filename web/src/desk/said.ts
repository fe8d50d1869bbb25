// The texts of the desk's scripts, put into its page by the server (keys `dispatch-js-…`).
let words: Record<string, string> | undefined;

export function say(key: string, values: Record<string, string | number> = {}): string {
  words ??= JSON.parse(document.getElementById("desk-words")?.textContent ?? "{}") as Record<string, string>;
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
}
