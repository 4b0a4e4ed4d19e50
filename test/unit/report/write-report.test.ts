import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeReport } from '../../../src/report/write-report.ts';
import { sampleReport } from '../../synthetic/sample-report.ts';

function digests(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .sort()
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
}

describe('writing a report', () => {
  it('gives the same bytes for the same inputs, in whatever order they are named', async () => {
    using sample = sampleReport();
    const { folders, settings, root } = sample;
    const messages: string[] = [];
    await writeReport(folders, { ...settings, svg: true }, join(root, 'one'), {
      progress: (_, message) => messages.push(message),
    });
    const reversed = Object.fromEntries(
      Object.entries(folders).map(([name, list]) => [name, [...(list as string[])].reverse()]),
    ) as unknown as typeof folders;
    await writeReport(reversed, { ...settings, svg: true }, join(root, 'two'));
    const first = digests(join(root, 'one'));
    expect(Object.keys(first)).toContain('index.html');
    expect(digests(join(root, 'two'))).toEqual(first);
    expect(messages.at(-1)).toBe('done');
  });

  it('says which experiments it leaves out', async () => {
    using sample = sampleReport();
    const { folders, settings, root } = sample;
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    await writeReport(folders, settings, join(root, 'all'), { warn });
    expect(warnings).toEqual([]);
    const [left, ...experiments] = settings.experiments;
    await writeReport(folders, { ...settings, experiments }, join(root, 'some'), { warn });
    expect(warnings).toEqual([`runs of ${left!.id} are left out, for with.experiments does not name it`]);
  });
});
