/** What a text looks like: without characters that are not seen, with one space for any number of spaces of any kind. */
export function visibleForm(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, (sign) => (/\s/.test(sign) ? ' ' : ''))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** A text with what is not seen in it written out, so that it can be told from one that looks the same. */
export function writtenOut(text: string): string {
  return text.replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cc}]|(?! )\s|(?<= ) /gu, codeOf);
}

function codeOf(sign: string): string {
  return `(U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`;
}
