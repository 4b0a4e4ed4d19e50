import type { GivenPath } from '../find-file.ts';
import { decodeText } from './decode-text.ts';
import { unpackedStream } from './unpacked-stream.ts';

/** How a text file is to be read. */
export interface TextSettings {
  /** UTF-8, or what a byte order mark says, where absent. */
  encoding?: string | undefined;
  /** What to do where the file cannot be read. */
  advice: string;
  /** Hears how many bytes of the file were read. */
  listener?: (bytesRead: number) => void;
}

/** The text of a file in pieces, packed with gzip or zstd or not. */
export function readText(
  given: GivenPath,
  { encoding, advice, listener }: TextSettings,
): AsyncGenerator<string> {
  return decodeText(unpackedStream(given, advice, listener), given.name, encoding);
}
