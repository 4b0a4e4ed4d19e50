import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { run } from '../../../../src/cli/commands/why.ts';
import { captured } from '../../../captured.ts';
import { eosPipeline } from '../../../command-line.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

async function why(
  cwd: string,
  target: string,
  more: { set?: string[]; profile?: string; json?: boolean; force?: boolean } = {},
): Promise<string> {
  return (await captured(() => run([target], { cwd, color: false, ...more }))).text;
}

describe('why', () => {
  it('says of an instance that never ran just that, and of the ones behind it what they wait for', async () => {
    const folder = projectFolder(smallProject);
    expect(await why(folder, 'number[value=2]')).toBe('number[value=2] has to run\n  never run\n\n');
    expect(await why(folder, 'power[value=2]')).toBe(
      'power[value=2] may have to run, once what it needs has run\n  waits for number[value=2]\n\n',
    );
  });

  it('names the parameter that moved, with both values, the keys, the time it took and the log', async () => {
    const folder = projectFolder(smallProject);
    await eosPipeline(folder);
    const text = await why(folder, 'power[value=3]', { set: ['params.power=4'] });
    expect(text).toMatch(/^power\[value=3\] has to run\n/);
    expect(text).toMatch(/^ {2}parameter power: 2 → 4$/m);
    expect(text).toMatch(/^ {2}key [0-9a-f]{12} → [0-9a-f]{12}$/m);
    expect(text).toMatch(/^ {2}took .* last time$/m);
    expect(text).toMatch(/^ {2}newest log: .*power\[value=3\]\.[0-9a-f]{12}\.log$/m);
    expect(await why(folder, 'power[value=3]')).toMatch(/^power\[value=3\] is up to date\n/);
    expect(await why(folder, 'power[value=3]', { force: true })).toMatch(
      /^power\[value=3\] has to run\n {2}forced\n/,
    );
  });

  it('says what moved also where the cache has the result of that configuration', async () => {
    const folder = projectFolder(smallProject);
    await eosPipeline(folder, '--profile', 'cubes');
    await eosPipeline(folder);
    const text = await why(folder, 'power[value=3]', { profile: 'cubes' });
    expect(text).toMatch(/^power\[value=3\] is up to date: this very configuration ran before\n/);
    expect(text).toMatch(/^ {2}parameter power: 2 → 3$/m);
  });

  it('keeps the values of variables to itself: neither the cache nor a message holds them', async () => {
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const folder = projectFolder({
      'pipeline.yaml':
        'version: 1\nstages:\n  a: { env: [EOS_TEST_TOKEN], run: \'echo ok > "$EOS_OUTPUT/x"\', outputs: [x] }\n',
    });
    vi.stubEnv('EOS_TEST_TOKEN', 'hunter2-first');
    const first = await eosPipeline(folder, '--json');
    vi.stubEnv('EOS_TEST_TOKEN', 'hunter2-second');
    const text = await why(folder, 'a');
    expect(text).toMatch(/^a has to run\n {2}environment EOS_TEST_TOKEN: changed\n/);
    const said = [first.stdout, first.stderr, text, await why(folder, 'a', { json: true })];
    const second = await eosPipeline(folder, '--json');
    said.push(second.stdout, second.stderr);
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    const cache = join(folder, 'cache');
    const files = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    expect(files.length).toBeGreaterThan(3);
    for (const { parentPath, name } of files) said.push(readFileSync(join(parentPath, name), 'latin1'));
    expect(said.filter((words) => words.includes('hunter2'))).toEqual([]);
  });

  it('shows the stale ones first and counts those it does not show', async () => {
    const values = Array.from({ length: 25 }, (_, index) => index).join(', ');
    const text = await why(projectFolder(smallProject), 'number', { set: [`params.values=[${values}]`] });
    expect(text.match(/never run/g)).toHaveLength(20);
    expect(text).toMatch(/… and 5 more; name fewer, or see all of them with --json\n$/);
  });

  it('gives programs all instances', async () => {
    const json = JSON.parse(await why(projectFolder(smallProject), 'number', { json: true })) as {
      instances: unknown[];
    };
    expect(json).toMatchObject({ version: 1, type: 'why' });
    expect(json.instances).toHaveLength(2);
  });

  it('asks for an instance with an example', async () => {
    await expect(run([], { cwd: projectFolder(smallProject), color: false })).rejects.toMatchObject({
      message: '"why" needs an instance or a stage',
      hint: "for example: eos-pipeline why 'number[value=2]'",
    });
  });
});
