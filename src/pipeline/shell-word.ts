/**
 * A text as one word of a command line, quoted only where it has to be, so that every POSIX shell gives it back.
 * (`quote` of zx writes `$'…'`, which is bash's alone.)
 */
export function shellWord(text: string): string {
  return /^[\w./=,:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
