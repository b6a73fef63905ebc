const WIDE: Record<string, string> = { ',': '，', ';': '；', ':': '：', '!': '！', '?': '？' };
const BESIDE_HAN = /(?<=\p{Script=Han})[,;:!?] ?|[,;:!?] ?(?=\p{Script=Han})/gu;

/** A message of the server, which terminals print too, as a page sets it: Chinese punctuation, no marks around code. */
export function typeset(text: string): string {
  return text.replace(/`/g, '').replace(BESIDE_HAN, (mark) => WIDE[mark.trim()] ?? mark);
}
