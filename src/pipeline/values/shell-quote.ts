/** What no shell gives a meaning, whether quotes are around it or not. */
const SIMPLE = /^[\w./:=@%+,\p{L}\p{N}-]+$/u;

/** A text as one word of a shell command. */
export function shellQuote(text: string): string {
  return isShellWord(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Whether a text is one word of a shell command as it stands. */
export function isShellWord(text: string): boolean {
  return SIMPLE.test(text);
}
