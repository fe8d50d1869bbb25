// The texts of the scripts, put into the page by the server in its language (keys `web-js-…`).
let words: Record<string, string> | undefined;

export const language = document.documentElement.lang === "en" ? "en" : "vi";

/** The text of `key`; `{name}` is filled from `values`. */
export function word(key: string, values: Record<string, string | number> = {}): string {
  words ??= JSON.parse(document.getElementById("frame-words")?.textContent ?? "{}") as Record<string, string>;
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
}

const decimals = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(language === "en" ? "en-GB" : "vi-VN", { maximumFractionDigits: digits }));

export function number(value: number, digits = 1): string {
  return decimals[digits]!.format(value);
}

const clockTime = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" });
const clockDate = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric" });

/** `22/11/2026`, the day in Viet Nam. */
export function vnDate(at: Date): string {
  return clockDate.format(at);
}

/** `14:05` of today, with its date of another day: for where room is short. */
export function vnTimeShort(at: Date): string {
  return vnDate(at) === vnDate(new Date()) ? clockTime.format(at) : vnTime(at);
}

/** `14:05 22/11/2026`, Viet Nam time, as the server writes it. */
export function vnTime(at: Date): string {
  return `${clockTime.format(at)} ${vnDate(at)}`;
}
