import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMPANION_MARK, companions, isCompanion } from '../../../src/cache/companions.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('isCompanion', () => {
  it('is a file of a known name that says so itself, at the top of the folder', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, companions.record), `// ${COMPANION_MARK}`);
    writeFileSync(join(folder, companions.crate), '{}');
    writeFileSync(join(folder, 'other.js'), `// ${COMPANION_MARK}`);
    expect(isCompanion(folder, companions.record)).toBe(true);
    expect(isCompanion(folder, companions.crate)).toBe(false);
    expect(isCompanion(folder, 'other.js')).toBe(false);
    expect(isCompanion(folder, 'figures')).toBe(false);
  });
});
