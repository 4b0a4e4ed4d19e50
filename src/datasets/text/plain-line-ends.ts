/** Text in which every line ends with \n, from one whose lines end with \r\n, with \r as old spreadsheets write them, or in several ways. */
export async function* plainLineEnds(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const piece of pieces) {
    const text = held + piece;
    // Of \r\n, which a piece may end in the middle of.
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n');
  }
  if (held !== '') yield '\n';
}
