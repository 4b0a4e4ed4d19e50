/** A node begins after its tag and its anchor, which are part of what is wrong. */
export function tagStart(text: string, start: number): number {
  const [before] = /(?<=^|[\s[{,])(?:[!&]\S*[ \t]+)+$/.exec(text.slice(Math.max(0, start - 200), start)) ?? [
    '',
  ];
  return start - before.length;
}
