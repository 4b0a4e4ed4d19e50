/**
 * A page of plain ASCII: a single character beyond it makes Chromium keep all of the page, millions of letters of base64, in twice the
 * memory, and take longer to read it. What a reader sees is the same.
 */
export const plainAscii = {
  /** Markup, with references in the place of what is beyond ASCII. */
  markup: (text: string): string => replaced(text, (code) => `&#x${code.toString(16)};`),
  /** A stylesheet, with its escapes. */
  style: (text: string): string => replaced(text, (code) => `\\${code.toString(16)} `),
  /** JSON, with its escapes. */
  json: (text: string): string =>
    text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
};

function replaced(text: string, reference: (code: number) => string): string {
  return text.replaceAll(/[^\0-\x7f]/gu, (character) => reference(character.codePointAt(0)!));
}
