import { describe, expect, it } from 'vitest';
import { damagedFormats, damageFiles } from '../../damaged-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

// Bench/fuzz-readers.ts does the same for thousands of files a format.
describe('readers of damaged files', () => {
  it.each(damagedFormats)(
    '$name: every damage is refused by name, or does no harm that can be told',
    async (format) => {
      const { refused, changed, crashes } = await damageFiles(format, temporaryFolder(), 150, 1);
      expect(crashes).toEqual([]);
      expect(refused).toBeGreaterThan(0);
      if (format.checked) expect(changed).toBe(0);
    },
  );
});
