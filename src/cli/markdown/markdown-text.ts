/** A text inside a line or a cell of Markdown: nothing in it is markup, and it stays on one line. */
export function markdownText(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]<>|~#]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('@', '@\u200b')
    .replaceAll(/\s*\n\s*/g, ' ');
}
