import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isDigest, sha256, sha256File } from '../../../../src/cache/files/digest.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

// FIPS 180-2, appendix B.
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('sha256', () => {
  it('gives the published values, for text and for bytes', () => {
    expect(sha256('abc')).toBe(ABC);
    expect(sha256(Buffer.from('abc'))).toBe(ABC);
    expect(sha256('')).toBe(EMPTY);
  });

  it('takes text as UTF-8', () => {
    expect(sha256('λ')).toBe(sha256(new Uint8Array([0xce, 0xbb])));
  });
});

describe('sha256File', () => {
  it('hashes files of any size, piece by piece', () => {
    const path = join(temporaryFolder(), 'x');
    const large = Buffer.alloc((1 << 20) + 17, 'edge of stability');
    for (const content of [Buffer.alloc(0), Buffer.from('abc'), large]) {
      writeFileSync(path, content);
      expect(sha256File(path)).toBe(sha256(content));
    }
  });
});

describe('isDigest', () => {
  it('takes 64 lowercase hexadecimal digits and nothing else', () => {
    expect(isDigest(ABC)).toBe(true);
    for (const other of [
      ABC.toUpperCase(),
      ABC.slice(1),
      `${ABC}0`,
      `${ABC}\n`,
      'g'.repeat(64),
      7,
      undefined,
    ]) {
      expect(isDigest(other)).toBe(false);
    }
  });
});
