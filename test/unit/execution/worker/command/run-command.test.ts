import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runCommand } from '../../../../../src/execution/worker/command/run-command.ts';
import { StageLog } from '../../../../../src/execution/worker/stage-log.ts';
import { WorkerProcess } from '../../../../../src/execution/schedule/workers/worker-process.ts';
import { PipelineError } from '../../../../../src/pipeline/faults/error.ts';
import type { JsonObject } from '../../../../../src/pipeline/values/json.ts';
import { untilEnded } from '../../../../processes.ts';
import { jobFor } from '../../../../stage-job.ts';
import { temporaryCache } from '../../../../temporary-cache.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

interface Ran {
  folder: string;
  output: string;
  log: string;
}

/** Runs a command in a new project folder; gives what it wrote and what it said. */
async function run(command: string, runs = ['a', 'b'], params: JsonObject = { width: 3 }): Promise<Ran> {
  const folder = temporaryFolder();
  const cache = temporaryCache();
  const job = jobFor(cache, join(folder, 'none'), params, {
    inputs: {
      'data-set': { many: false, items: [{ name: 'data', path: '/cache/data' }] },
      runs: { many: true, items: runs.map((name) => ({ name, path: `/cache/${name}` })) },
    },
  });
  mkdirSync(job.staging, { recursive: true });
  const log = new StageLog(job.log, 'train');
  try {
    await runCommand(job, command, {
      environment: process.env,
      log: log.descriptor,
      signal: new AbortController().signal,
    });
  } finally {
    log.close();
  }
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  return {
    folder,
    output: read(join(job.staging, 'out.txt')),
    log: read(job.log).split('\n').slice(1).join('\n'),
  };
}

describe.skipIf(process.platform === 'win32')('runCommand', () => {
  it('says so where the paths of an input are too long for a variable, and hands over what is just short enough', async () => {
    const name = 'x'.repeat(13_000 - '/cache/'.length - 1);
    const { output } = await run(
      'printf "%s" "${#EOS_INPUT_RUNS}" > "$EOS_OUTPUT/out.txt"',
      Array.from({ length: 10 }, () => name),
    );
    expect(output).toBe('129999');
    await expect(
      run(
        'true',
        Array.from({ length: 11 }, () => name),
      ),
    ).rejects.toThrow(
      new PipelineError(
        'stage-failed',
        'the paths in EOS_INPUT_RUNS have 142999 bytes, more than the 130000 that a command can be handed',
        {
          location: { file: 'pipeline.yaml', line: 1, column: 1 },
          hint: 'Collect in several steps, or write this stage in TypeScript: context.inputs() has no limit.',
        },
      ),
    );
  });

  it('says why a command could not be started', async () => {
    await expect(run(`: ${'x'.repeat(140_000)}`)).rejects.toThrow(
      /^the command could not be started \(.*E2BIG/,
    );
  });

  it('says so where there is no shell', async () => {
    vi.stubEnv('PATH', '/nowhere');
    await expect(run('true')).rejects.toThrow(
      'the command could not be started (ENOENT: there is no bash in PATH): true',
    );
  });

  it('shows the beginning of a long command, once', async () => {
    const long = 'x'.repeat(140_000);
    await expect(run(`: ${long}`)).rejects.toThrow(
      new PipelineError(
        'stage-failed',
        `the command could not be started (E2BIG: its 140002 bytes are more than the 130000 that a shell can be handed): : ${'x'.repeat(198)}… (140002 characters)`,
        {
          location: { file: 'pipeline.yaml', line: 1, column: 1 },
          hint: 'Put it into a script of the project, and name that under "needs".',
        },
      ),
    );
    await expect(run(`exit 3; : ${'x'.repeat(1000)}`)).rejects.toThrow(
      `the command ended with exit code 3: exit 3; : ${'x'.repeat(190)}… (1010 characters)`,
    );
  });

  it('says so where the parameters are too long for a variable', async () => {
    await expect(run('true', [], { text: 'x'.repeat(131_000) })).rejects.toThrow(
      new PipelineError(
        'stage-failed',
        'the parameters in EOS_PARAMS have 131011 bytes, more than the 130000 that a command can be handed',
        {
          location: { file: 'pipeline.yaml', line: 1, column: 1 },
          hint: 'Hand it less under "with", or a file under "needs"; a stage in TypeScript has no limit.',
        },
      ),
    );
  });

  it('is the same shell whatever the variables of zx and bash say', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'env.sh'), 'echo changed\n');
    vi.stubEnv('ZX_SHELL', '/bin/false');
    vi.stubEnv('ZX_PREFIX', 'exit 5;');
    vi.stubEnv('BASH_ENV', join(folder, 'env.sh'));
    vi.stubEnv('SHELLOPTS', 'noexec');
    const { log } = await run('false || echo "${BASH_VERSION:+bash}"');
    expect(log).toBe('bash\n');
    await expect(run('false; true')).rejects.toThrow('the command ended with exit code 1: false; true');
  });

  it('tells how a read-only input is copied where a command was denied something', async () => {
    await expect(run('echo "cp: cannot create: Permission denied" >&2; exit 1')).rejects.toMatchObject({
      hint: 'Its output is in the log. Inputs are read-only, and "cp -r" copies that too: copy with "cp -r --no-preserve=mode", or make the copy writable with "chmod -R u+w".',
    });
  });

  it('tells the command where to write, what to read, its parameters and its seed', async () => {
    const { output } = await run(
      'printf "%s|" "$EOS_INPUT_DATA_SET" "$EOS_INPUT_RUNS" "$EOS_PARAMS" "$EOS_SEED" > "$EOS_OUTPUT/out.txt"',
    );
    const seed = jobFor(temporaryCache(), '/none', { width: 3 }).fields.seed;
    expect(output).toBe(`/cache/data|/cache/a\n/cache/b|{"width":3}|${seed}|`);
  });

  it('writes parameters in the order in which the key has them, whatever the order in pipeline.yaml', async () => {
    const command = 'printf "%s" "$EOS_PARAMS" > "$EOS_OUTPUT/out.txt"';
    const { output } = await run(command, [], { b: { d: 1, c: 2 }, a: [{ z: 1, y: 2 }] });
    expect(output).toBe('{"a":[{"y":2,"z":1}],"b":{"c":2,"d":1}}');
  });

  it('runs it in the project, as a shell reads it, and keeps its words in the log', async () => {
    const { folder, log } = await run(
      `pwd; for word in a 'b  c' "$PATH"; do echo "\${word}"; done; echo oops >&2`,
    );
    expect(log).toBe(`${folder}\na\nb  c\n${process.env['PATH']!}\noops\n`);
  });

  it('fails where a part of a pipe or an earlier line fails', async () => {
    await expect(run('false; true')).rejects.toThrow('the command ended with exit code 1: false; true');
    await expect(run('false | cat')).rejects.toThrow('the command ended with exit code 1: false | cat');
  });

  it('says how a command ended', async () => {
    const location = { file: 'pipeline.yaml', line: 1, column: 1 };
    await expect(run('exit 7')).rejects.toThrow(
      new PipelineError('stage-failed', 'the command ended with exit code 7: exit 7', {
        location,
        hint: 'Its output is in the log.',
      }),
    );
    await expect(run('kill -9 $$')).rejects.toThrow(
      new PipelineError('stage-failed', 'the command was ended by SIGKILL: kill -9 $$', {
        location,
        hint: 'Its output is in the log.',
      }),
    );
  });

  it('lets a command and what it started clean up when its worker is asked to stop', async () => {
    const folder = temporaryFolder();
    const cache = temporaryCache();
    const worker = new WorkerProcess();
    onTestFinished(() => {
      worker.kill();
    });
    const command = `trap 'echo cleaned > ${folder}/cleaned; exit 1' TERM; sleep 600 & echo $! > ${folder}/pid; echo ready; wait`;
    const job = jobFor(cache, join(folder, 'none'), {}, { work: { kind: 'run', command, outputs: [] } });
    const result = worker.perform(job, () => undefined);
    await untilSaid(job.log, 'ready');
    worker.abort('interrupt');
    expect(await result).toEqual({ type: 'stopped', why: 'interrupt', checkpoint: false });
    expect(readFileSync(join(folder, 'cleaned'), 'utf8')).toBe('cleaned\n');
    await untilEnded(Number(readFileSync(join(folder, 'pid'), 'utf8')));
    expect(worker.alive).toBe(true);
  });
});

async function untilSaid(log: string, word: string): Promise<void> {
  for (;;) {
    try {
      if (readFileSync(log, 'utf8').includes(`\n${word}\n`)) return;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
