import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLockFile } from '../../src/cache/lock-file.ts';
import { eosPipeline } from '../command-line.ts';
import { projectFolder } from '../project-folder.ts';

/** EOS_TOGETHER_ROUNDS=200 is the long form: a quarter of it for the lock file. */
const ROUNDS = Number(process.env['EOS_TOGETHER_ROUNDS'] ?? 5);
const LOCK_ROUNDS = Math.max(5, Math.ceil(ROUNDS / 4));

const FILES = 300;

const PUBLISHING = `version: 1
stages:
  pages:
    run: for i in $(seq ${FILES}); do echo "$i" > "$EOS_OUTPUT/$i.txt"; done
    outputs: [1.txt]
    publish: reports
`;

const SIX = `version: 1
stages:
  one:
    matrix: { n: [1, 2, 3, 4, 5, 6] }
    run: echo \${{ matrix.n }} > "$EOS_OUTPUT/x"
    outputs: [x]
`;

describe('processes that start together', () => {
  test.each([2, 4, 8])(
    '%i publish one folder: all end well, with the exact copy and nothing set aside',
    { timeout: 3_600_000 },
    async (processes) => {
      const folder = projectFolder({ 'pipeline.yaml': PUBLISHING });
      for (let round = 0; round < ROUNDS; round++) {
        // Every other round the stage runs as well, in one of them.
        if (round % 2 === 0) rmSync(join(folder, 'cache/actions'), { recursive: true, force: true });
        rmSync(join(folder, 'reports'), { recursive: true, force: true });
        const ended = await Promise.all(
          Array.from({ length: processes }, () => eosPipeline(folder, '-j', '1')),
        );
        expect(ended.map(({ exitCode, stderr }) => [round, exitCode, stderr])).toEqual(
          ended.map(() => [round, 0, '']),
        );
        expect(readdirSync(join(folder, 'reports')).length).toBe(FILES);
        expect(readFileSync(join(folder, `reports/${FILES}.txt`), 'utf8')).toBe(`${FILES}\n`);
        expect(existsSync(join(folder, 'cache/quarantine'))).toBe(false);
        expect(readdirSync(folder).sort()).toEqual(['cache', 'pipeline.lock', 'pipeline.yaml', 'reports']);
      }
    },
  );

  test('six with one target each leave six lines in the lock file', { timeout: 3_600_000 }, async () => {
    const folder = projectFolder({ 'pipeline.yaml': SIX });
    for (let round = 0; round < LOCK_ROUNDS; round++) {
      rmSync(join(folder, 'pipeline.lock'), { force: true });
      if (round % 2 === 0) rmSync(join(folder, 'cache/actions'), { recursive: true, force: true });
      const targets = [1, 2, 3, 4, 5, 6].map((n) => `one[n=${n}]`);
      const ended = await Promise.all(targets.map((target) => eosPipeline(folder, target)));
      expect(ended.map(({ exitCode, stderr }) => [round, exitCode, stderr])).toEqual(
        ended.map(() => [round, 0, '']),
      );
      expect([...readLockFile(join(folder, 'pipeline.lock'))!.keys()]).toEqual(targets);
    }
  });
});
