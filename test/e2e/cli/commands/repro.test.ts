import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eosPipeline, instancesThatRan, jsonLines } from '../../../command-line.ts';
import { projectFolder, writeProject } from '../../../project-folder.ts';

const project = {
  'pipeline.yaml': `version: 1
title: Squares
params: { values: [2, 3], power: 2, label: squares, note: words }
profiles: { cubes: { power: 3, label: cubes } }
stages:
  number:
    uses: ./stages/number.ts
    matrix: { value: '\${{ params.values }}' }
    with: { value: '\${{ matrix.value }}', note: '\${{ params.note }}' }
  power:
    uses: ./stages/power.ts
    matrix: { value: '\${{ params.values }}' }
    needs: { number: number }
    with: { power: '\${{ params.power }}' }
  sum:
    needs: { powers: power, names: { file: data/names.txt } }
    run: |
      (cat "$EOS_INPUT_NAMES"; echo '\${{ params.label }}'; echo "$EOS_INPUT_POWERS" | while read -r folder; do cat "$folder/power.txt"; done) > "$EOS_OUTPUT/sum.txt"
    outputs: [sum.txt]
    publish: results
`,
  'data/names.txt': 'names\n',
  'stages/number.ts': `import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineStage, z } from 'eos-pipeline';
import { text } from '../src/text.ts';
export default defineStage({
  name: 'number', description: '', params: z.strictObject({ value: z.number(), note: z.string() }), inputs: {}, outputs: ['number.txt'],
  run({ params, output }) {
    // The note has no part in the output, and neither have the digits behind the point.
    writeFileSync(join(output, 'number.txt'), text(Math.floor(params.value)));
    return { value: params.value };
  },
});
`,
  'stages/power.ts': `import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineStage, z } from 'eos-pipeline';
export default defineStage({
  name: 'power', description: '', params: z.strictObject({ power: z.int().min(1) }), inputs: { number: 'one' }, outputs: ['power.txt'],
  run({ params, input, output }) {
    const number = Number(readFileSync(join(input('number').path, 'number.txt'), 'utf8'));
    if (params.power === 13) throw new Error('thirteen brings bad luck');
    writeFileSync(join(output, 'power.txt'), \`\${number ** params.power}\\n\`);
    return { power: number ** params.power };
  },
});
`,
  'src/text.ts': `export function text(value: number): string {
  return \`\${value}\\n\`;
}

/** No stage reaches this one. */
export function unused(): string {
  return 'unused';
}
`,
};

const everything = ['number[value=2]', 'number[value=3]', 'power[value=2]', 'power[value=3]', 'sum'];

/** Instances that "repro --json" with these arguments executed, sorted. */
async function ran(folder: string, ...args: string[]): Promise<string[]> {
  const outcome = await eosPipeline(folder, 'repro', '--json', ...args);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  return instancesThatRan(outcome).sort();
}

function result(folder: string): string {
  return readFileSync(join(folder, 'results/sum.txt'), 'utf8');
}

describe('repro', () => {
  it('runs everything once, publishes the result, and then has nothing to do', async () => {
    const folder = projectFolder(project);
    expect(await ran(folder)).toEqual(everything);
    expect(result(folder)).toBe('names\nsquares\n4\n9\n');
    const again = await eosPipeline(folder);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toMatch(/^nothing to do: 5 instances up to date \(\d+\.\d\d s\)\n$/);
  });

  it('runs again exactly what a parameter, an input file or a command reaches', async () => {
    const folder = projectFolder(project);
    await ran(folder);
    expect(await ran(folder, '--set', 'params.power=4')).toEqual(['power[value=2]', 'power[value=3]', 'sum']);
    expect(await ran(folder, '--set', 'params.power=4', '--set', 'params.label=fourth')).toEqual(['sum']);
    await ran(folder);
    writeFileSync(join(folder, 'data/names.txt'), 'other names\n');
    expect(await ran(folder)).toEqual(['sum']);
    expect(result(folder)).toBe('other names\nsquares\n4\n9\n');
  });

  it('comes back to an older configuration without running anything', async () => {
    const folder = projectFolder(project);
    await ran(folder);
    expect(await ran(folder, '--profile', 'cubes')).toEqual(['power[value=2]', 'power[value=3]', 'sum']);
    expect(result(folder)).toBe('names\ncubes\n8\n27\n');
    expect(await ran(folder)).toEqual([]);
    expect(result(folder)).toBe('names\nsquares\n4\n9\n');
  });

  it('stops where a stage that ran again gave the same bytes', async () => {
    const folder = projectFolder(project);
    await ran(folder);
    expect(await ran(folder, '--set', 'params.note=other words')).toEqual([
      'number[value=2]',
      'number[value=3]',
    ]);
  });

  it('runs two instances that do the same only once', async () => {
    const folder = projectFolder(project);
    await ran(folder);
    // Of 3 and 3.5 the stage "number" keeps the 3: their powers have the same input.
    expect(await ran(folder, '--set', 'params.values=[3, 3.5]')).toEqual(['number[value=3.5]', 'sum']);
  });

  it('runs nothing for a comment, a type, or a function that no stage reaches', async () => {
    const folder = projectFolder(project);
    await ran(folder);
    const text = project['src/text.ts'];
    writeProject(folder, {
      'src/text.ts': `// A comment.\n${text.replace("unused';", "still unused';").replace('value: number', 'value: number | bigint')}`,
    });
    expect(await ran(folder)).toEqual([]);
  });

  it('runs the stages that reach a changed function, and stops at equal bytes', async () => {
    const folder = projectFolder(project);
    await ran(folder);
    writeProject(folder, {
      'src/text.ts': project['src/text.ts'].replace('`${value}\\n`', 'String(value) + "\\n"'),
    });
    expect(await ran(folder)).toEqual(['number[value=2]', 'number[value=3]']);
  });

  it('restores a published folder that was changed or removed, without running', async () => {
    const folder = projectFolder(project);
    await ran(folder);
    writeFileSync(join(folder, 'results/sum.txt'), 'edited by hand');
    writeFileSync(join(folder, 'results/stray.txt'), 'left over');
    expect(await ran(folder)).toEqual([]);
    expect(result(folder)).toBe('names\nsquares\n4\n9\n');
    expect(existsSync(join(folder, 'results/stray.txt'))).toBe(false);
    rmSync(join(folder, 'results'), { recursive: true });
    expect(await ran(folder)).toEqual([]);
    expect(result(folder)).toBe('names\nsquares\n4\n9\n');
  });

  it('runs only targets and what they need, or what --only narrows the pipeline to', async () => {
    const folder = projectFolder(project);
    expect(await ran(folder, 'power[value=3]')).toEqual(['number[value=3]', 'power[value=3]']);
    expect(await ran(folder, '--only', 'value=2')).toEqual(['number[value=2]', 'power[value=2]', 'sum']);
    expect(result(folder)).toBe('names\nsquares\n4\n');
  });

  it('runs targets again by force, and not what they need', async () => {
    const folder = projectFolder(project);
    await ran(folder);
    expect(await ran(folder, '--force', 'power[value=3]')).toEqual(['power[value=3]']);
    expect(await ran(folder, '--force')).toEqual(everything);
  });

  it('says what it would do and why, and does nothing', async () => {
    const folder = projectFolder(project);
    await ran(folder);
    const dry = await eosPipeline(folder, '--dry-run', '--set', 'params.power=4');
    expect(dry).toEqual({
      exitCode: 0,
      stderr: 'stage files were loaded to check their parameters: what stands at their top level ran\n',
      stdout: `run    power[value=2]: parameter power: 2 → 4
run    power[value=3]: parameter power: 2 → 4
maybe  sum: waits for power
2 would run, 1 more if what they need gives other bytes, 2 up to date; nothing was run.
`,
    });
    expect(await ran(folder)).toEqual([]);
    const bad = await eosPipeline(folder, '--dry-run', '--set', 'params.power=0');
    expect(bad).toMatchObject({ exitCode: 2, stdout: '' });
    expect(bad.stderr).toContain('expected a number that is at least 1, received 0');
  });
});

describe('a failure', () => {
  it('ends with exit code 1, shows the log and the command for just that instance, and keeps what was done', async () => {
    const folder = projectFolder(project);
    const failed = await eosPipeline(folder, '-j', '1', '--set', 'params.power=13', '--keep-going');
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain('power[value=2] failed: thirteen brings bad luck\n');
    expect(failed.stdout).toMatch(/ {2}the whole log: .*power\[value=2\]\.[0-9a-f]{12}\.log\n/);
    expect(failed.stdout).toContain(
      `  again, just this one: eos-pipeline repro 'power[value=2]' --set params.power=13\n`,
    );
    expect(failed.stdout).toMatch(/failed after .*: 2 ran, 2 failed, 1 not run\n$/);
    expect(await ran(folder)).toEqual(['power[value=2]', 'power[value=3]', 'sum']);
  });

  it('stops starting others without --keep-going', async () => {
    const folder = projectFolder(project);
    const failed = await eosPipeline(folder, '-j', '1', '--set', 'params.power=13', '--json');
    expect(failed.exitCode).toBe(1);
    const summary = jsonLines(failed).at(-1) as { type: string; summary: { failed: number } };
    expect(summary).toMatchObject({ type: 'run-finished', summary: { exitCode: 1, failed: 1 } });
  });
});

describe('bad input', () => {
  it('of a stage is found before anything runs, all at once, with the place in pipeline.yaml', async () => {
    const folder = projectFolder(project);
    const bad = await eosPipeline(folder, '--set', 'params.power=0', '--set', 'params.values=[2, two]');
    expect(bad).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `wrong value of value (stage "number")
  --set params.values=[2, two]
                      ^^^^^^^^
  expected a number, received the text "two"

wrong value of power (stage "power")
  --set params.power=0
                     ^
  expected a number that is at least 1, received 0

2 faults; nothing was run.
`,
    });
    expect(readdirSync(join(folder, 'cache/outputs'))).toEqual([]);
  });

  it('is a project file that is not there, if something chosen needs it', async () => {
    const folder = projectFolder(project);
    rmSync(join(folder, 'data/names.txt'));
    expect(await eosPipeline(folder)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `pipeline.yaml:16:44: the file "data/names.txt" does not exist
  16 |     needs: { powers: power, names: { file: data/names.txt } }
     |                                            ^^^^^^^^^^^^^^
  ${join(folder, 'data/names.txt')} is looked for

1 fault; nothing was run.
`,
    });
    expect(await ran(folder, 'power')).toHaveLength(4);
  });

  it('is one line of JSON for programs', async () => {
    const folder = projectFolder({ 'pipeline.yaml': 'version: 1\nstages: {}\nfoo: 1\n' });
    const bad = await eosPipeline(folder, '--json');
    expect(bad.exitCode).toBe(2);
    expect(jsonLines(bad)).toMatchObject([
      {
        version: 1,
        type: 'error',
        code: 'bad-pipeline',
        faults: [{ message: 'unknown key "foo"', location: { line: 3, column: 1 } }],
      },
    ]);
  });
});
