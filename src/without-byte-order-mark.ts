/** A text without the byte order mark that editors and spreadsheets may put in front, which says nothing in UTF-8. */
export function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
