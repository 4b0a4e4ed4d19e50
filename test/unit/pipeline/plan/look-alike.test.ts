import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lookAlike, looksLike } from '../../../../src/pipeline/plan/look-alike.ts';
import { projectFolder } from '../../../project-folder.ts';

describe('lookAlike', () => {
  const projectOf = (): string => projectFolder({ 'A/b.TXT': '', 'e\u0301': '' });

  it('finds what differs in the case of letters, in any part of a path', () => {
    const folder = projectOf();
    expect(lookAlike(join(folder, 'a/B.txt'))).toBe(
      `"${folder}/A/b.TXT" is there: it differs only in the case of its letters`,
    );
  });

  it('finds what Unicode writes otherwise', () => {
    const folder = projectOf();
    expect(lookAlike(join(folder, '\u00e9'))).toBe(
      `"${folder}/e\u0301" is there: it differs only in how Unicode writes its letters (NFC and NFD)`,
    );
  });

  it('finds nothing where nothing is alike, and where the file is there', () => {
    const folder = projectOf();
    expect(lookAlike(join(folder, 'a/c.txt'))).toBeUndefined();
    expect(lookAlike(join(folder, 'A/b.TXT'))).toBeUndefined();
  });
});

describe('looksLike', () => {
  it('compares names as a person does', () => {
    expect(looksLike('Stra\u00dfe', 'STRASSE')).toBe(true);
    expect(looksLike('E\u0301t\u00e9', '\u00e9te\u0301')).toBe(true);
    expect(looksLike('a', 'b')).toBe(false);
  });
});
