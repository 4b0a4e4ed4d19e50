import { describe, expect, it } from 'vitest';
import { collect } from '../../../collect.ts';
import { decodeText } from '../../../../src/datasets/text/decode-text.ts';

async function decode(bytes: Uint8Array, size = bytes.length, encoding?: string): Promise<string> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    await Promise.resolve();
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  return (await collect(decodeText(chunks(), 'a.csv', encoding))).join('');
}

const text = 'größe,名前\r\n1,😀\n';
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

describe('decodeText', () => {
  it.each([1, 2, 3, 5, 100])(
    'decodes UTF-8 and UTF-16 in pieces of %i bytes, without the byte order mark',
    async (size) => {
      expect(await decode(Buffer.from(`\uFEFF${text}`), size)).toBe(text);
      expect(await decode(utf16, size)).toBe(text);
      expect(await decode(Buffer.from(utf16).swap16(), size)).toBe(text);
      expect(await decode(Buffer.from(text), size)).toBe(text);
    },
  );

  it('decodes other encodings by name', async () => {
    expect(await decode(Buffer.from('M\xfcller', 'latin1'), 2, 'windows-1252')).toBe('Müller');
    expect(await decode(Uint8Array.of(0x93, 0xfa, 0x96, 0x7b), 1, 'shift_jis')).toBe('日本');
    expect(await decode(Buffer.from('a', 'utf16le'), 2, 'utf-16le')).toBe('a');
  });

  it.each([1, 4, 100])(
    'says at which line and column the text is not in the encoding, in pieces of %i bytes',
    async (size) => {
      const latin = Buffer.from('name\nä M\xfcller\n', 'latin1');
      await expect(decode(Buffer.concat([Buffer.from('größe\n'), latin.subarray(5)]), size)).rejects.toThrow(
        'a.csv:2:1: the text is not in UTF-8: name its encoding under source.encoding (as windows-1252), or save the file in UTF-8',
      );
      await expect(decode(Buffer.from('größe\nx\xc3', 'latin1'), size, 'utf-8')).rejects.toThrow(
        /^a\.csv:1:3: /,
      );
      await expect(
        decode(Buffer.concat([Buffer.from('größe\nxy'), Uint8Array.of(0xc3)]), size),
      ).rejects.toThrow(/^a\.csv:2:3: the text is not in UTF-8/);
    },
  );

  it('keeps a replacement character that the text really holds', async () => {
    expect(await decode(Buffer.from('a\uFFFDb'))).toBe('a\uFFFDb');
  });

  it('refuses NUL characters and UTF-32', async () => {
    await expect(decode(Buffer.from('a\nb', 'utf16le'))).rejects.toThrow(
      'a.csv:1:2: there is a NUL character, expected text: the file is no text, or in UTF-16 without a byte order mark (encoding: utf-16le)',
    );
    await expect(decode(Uint8Array.of(0xff, 0xfe, 0, 0, 65, 0, 0, 0))).rejects.toThrow(
      'a.csv is in UTF-32, expected another encoding: save it in UTF-8',
    );
  });
});
