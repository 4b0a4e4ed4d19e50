/** Colours and the like: what tools write for terminals, and no text. */
// eslint-disable-next-line no-control-regex
const STYLE = /\u001b\[[\d;:]*m/g;

/** Characters that a terminal obeys, or that change how others are read, apart from line ends and tabs. */
const OBEYED = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu;

/** Nothing but these is in nearly every text. */
const PLAIN = /^[\t\n -~]*$/;

/** A text as it can be shown in a terminal: what would move the cursor, clear the screen or reorder letters is seen as a sign. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(STYLE, '').replaceAll('\r\n', '\n').replaceAll(OBEYED, sign);
}

/** Unicode has a picture for each of the first 32 and for DEL: ␛ for escape. */
function sign(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 32) return String.fromCodePoint(0x2400 + code);
  return code === 127 ? '\u2421' : '\ufffd';
}

/** The same of every text in a value. */
export function allVisible<Value>(value: Value): Value {
  if (typeof value === 'string') return visible(value) as Value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(allVisible) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, allVisible(member)])) as Value;
}
