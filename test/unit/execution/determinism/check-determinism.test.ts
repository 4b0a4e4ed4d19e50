import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/execution/event.ts';
import { checkDeterminism } from '../../../../src/execution/determinism/check-determinism.ts';
import { runPlan } from '../../../../src/execution/run-plan.ts';
import { projectFolder } from '../../../project-folder.ts';
import { instanceOf, planOver, stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const READS = "readFileSync(input('from').path + '/x.txt')";
const BODIES: Record<string, string> = {
  steady: "writeFileSync(output + '/x.txt', JSON.stringify(params));",
  random: "writeFileSync(output + '/x.txt', 'abc' + performance.now());",
  reader: `writeFileSync(output + '/x.txt', ${READS});`,
};

describe('checkDeterminism', () => {
  it('runs what is up to date again, says what differs, and stores nothing', async () => {
    const files = Object.entries(BODIES).map(([name, body]) => [
      `stages/${name}.js`,
      stageText(body, { inputs: name === 'reader' ? "{ from: 'one' }" : '{}' }),
    ]);
    const root = projectFolder(Object.fromEntries(files) as Record<string, string>);
    const reader = instanceOf(root, 'reader', {
      needs: { from: { kind: 'instances', ids: ['random'], many: false } },
    });
    const plan = planOver(root, [
      instanceOf(root, 'steady[a=1]', { params: { a: 1 } }),
      instanceOf(root, 'steady[a=2]', { params: { a: 2 } }),
      instanceOf(root, 'random'),
      reader,
    ]);
    const cache = temporaryCache();
    const options = { cacheFolder: cache.root, jobs: 2 };
    const events: RunEvent[] = [];
    const check = (perStage: number, targets?: string[]): Promise<object> =>
      checkDeterminism(plan, { ...options, ...(targets && { targets }) }, perStage, (event) =>
        events.push(event),
      );
    expect(await check(1)).toEqual({ same: 0, differ: 0, failed: 0 });
    await runPlan(plan, options, () => undefined);
    const stored = (): string[] => readdirSync(cache.outputs, { recursive: true, encoding: 'utf8' }).sort();
    const before = stored();

    expect(await check(9)).toEqual({ same: 3, differ: 1, failed: 0 });
    expect(events.map((event) => 'instance' in event && event.instance).sort()).toEqual([
      'random',
      'reader',
      'steady[a=1]',
      'steady[a=2]',
    ]);
    const differing = events.find((event) => 'instance' in event && event.instance === 'random');
    expect(differing).toMatchObject({ type: 'determinism-checked', same: false, path: 'x.txt' });
    expect((differing as { byte: number }).byte).toBeGreaterThanOrEqual(3);
    expect(stored()).toEqual(before);
    expect(readdirSync(cache.staging)).toEqual([]);
    events.length = 0;
    await runPlan(plan, options, (event) => events.push(event));
    expect(events.filter(({ type }) => type === 'instance-hit')).toHaveLength(4);
  });
});
