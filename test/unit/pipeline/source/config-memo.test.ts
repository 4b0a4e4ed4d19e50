import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigMemo, type CheckedConfig } from '../../../../src/pipeline/source/config-memo.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const checked: CheckedConfig = {
  config: { version: 1, params: { a: 1 }, profiles: {}, stages: {} },
  places: { a: { line: 1, column: 2 } },
};

describe('ConfigMemo', () => {
  it('recalls what was kept for the same text', () => {
    const folder = temporaryFolder();
    new ConfigMemo(folder, 'text').keep(checked);
    expect(new ConfigMemo(folder, 'text').recall()).toEqual(checked);
  });

  it('recalls nothing for another text', () => {
    const folder = temporaryFolder();
    new ConfigMemo(folder, 'text').keep(checked);
    expect(new ConfigMemo(folder, 'other').recall()).toBeUndefined();
  });

  it('recalls nothing from a damaged file, whichever byte is damaged', () => {
    const folder = temporaryFolder();
    new ConfigMemo(folder, 'text').keep(checked);
    const file = join(folder, 'pipeline.json');
    const whole = readFileSync(file, 'utf8');
    for (const position of [0, 70, whole.length - 4]) {
      writeFileSync(file, `${whole.slice(0, position)}#${whole.slice(position + 1)}`);
      expect(new ConfigMemo(folder, 'text').recall()).toBeUndefined();
    }
    writeFileSync(file, '');
    expect(new ConfigMemo(folder, 'text').recall()).toBeUndefined();
  });

  it('does not make a cache folder', () => {
    const folder = join(temporaryFolder(), 'cache');
    new ConfigMemo(folder, 'text').keep(checked);
    expect(existsSync(folder)).toBe(false);
  });

  it('does not fail where it cannot write', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'pipeline.json'));
    new ConfigMemo(folder, 'text').keep(checked);
    expect(new ConfigMemo(folder, 'text').recall()).toBeUndefined();
  });
});
