// How many SMS a warning's headline and advice make, while they are typed; what the server says after saving is what counts (`sms_parts`).
// Seven-bit alphabet of 3GPP TS 23.038 §6.2.1, the signs of its second page take two places; with one other sign all are UCS-2.
const SEVEN_BIT = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const SECOND_PAGE = new Set("\f^{}\\[~]|€");

interface Length {
  signs: number;
  parts: number;
  each: number;
}

export function smsOf(text: string): Length {
  const signs = [...text];
  const isSevenBit = signs.every((sign) => SEVEN_BIT.has(sign) || SECOND_PAGE.has(sign));
  const length = isSevenBit ? signs.length + signs.filter((sign) => SECOND_PAGE.has(sign)).length : text.length;
  const [one, more] = isSevenBit ? [160, 153] : [70, 67];
  return length <= one ? { signs: length, parts: 1, each: one } : { signs: length, parts: Math.ceil(length / more), each: more };
}

function count(line: HTMLElement): void {
  const field = (name: string) => document.querySelector<HTMLInputElement>(`[name="${name}_${line.dataset.sms}"]`)?.value.trim() ?? "";
  const [headline, instruction] = [field("headline"), field("instruction")];
  line.hidden = !headline && !instruction;
  const found = smsOf(`${headline}. ${instruction}`);
  line.textContent = (line.dataset.words ?? "").replace(/\{(\w+)\}/g, (all, name: string) => String(found[name as keyof Length] ?? all));
}

export function startSms(): void {
  const lines = [...document.querySelectorAll<HTMLElement>("[data-sms]")];
  for (const line of lines) {
    line.closest("form")?.addEventListener("input", () => count(line));
    count(line);
  }
}
