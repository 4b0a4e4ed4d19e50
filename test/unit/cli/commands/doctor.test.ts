import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../../../src/cli/commands/doctor.ts';
import { nvidiaGpus } from '../../../../src/cli/doctor/nvidia-gpus.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { captured } from '../../../captured.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';
import { sandboxMakers } from '../../../sandbox-makers.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('doctor', () => {
  it('names Node, platform, cores, memory, cache folder, the BLAS in use and its measured speed', async () => {
    const cwd = projectFolder({ 'cache/.keep': '' });
    const { exitCode, text } = await captured(() => run([], { cwd, color: false }));
    expect(exitCode).toBe(0);
    const rows = Object.fromEntries(
      text.split('\n').map((line) => [line.slice(0, 10).trim(), line.slice(11)]),
    );
    expect(rows['Node']).toBe(process.versions.node);
    expect(rows['platform']).toMatch(new RegExp(`^${process.platform} `));
    expect(rows['processor']).toMatch(/, \d+ cores? usable$/);
    expect(rows['memory']).toMatch(/^[\d.]+ .B, [\d.]+ .B free$/);
    expect(rows['cache']).toMatch(new RegExp(`^${join(cwd, 'cache')}: writable; .* free$`));
    expect(rows['sandbox']).toMatch(new RegExp(`^${sandboxMakers[0] ?? 'none: .*'}$`));
    expect(rows['BLAS']).toMatch(/float64/);
    expect(Number(/^([\d.]+) GFLOP\/s/.exec(rows['speed']!)?.[1])).toBeGreaterThan(0);
    expect(rows['GPU'] === undefined).toBe(nvidiaGpus().length === 0);
  });

  it('says that the kernels of OpenBLAS were chosen by hand', async () => {
    vi.stubEnv('OPENBLAS_CORETYPE', 'Haswell');
    const { text } = await captured(() => run([], { cwd: projectFolder({}), color: false }));
    const said = /^kernels +Haswell, by the environment variable OPENBLAS_CORETYPE/m.test(text);
    expect(said).toBe(/^BLAS +OpenBLAS/m.test(text));
    vi.stubEnv('OPENBLAS_CORETYPE', undefined);
    const other = await captured(() => run([], { cwd: projectFolder({}), color: false }));
    expect(other.text).not.toContain('kernels');
  });

  it('measures the fallback where no BLAS library is wanted', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', 'none');
    const cwd = projectFolder({});
    const { text } = await captured(() => run([], { cwd, color: false, json: true }));
    expect(JSON.parse(text)).toMatchObject({
      type: 'doctor',
      blas: { name: 'WebAssembly' },
      cache: { state: 'not there yet' },
      gpus: nvidiaGpus(),
    });
  });

  it('ends with exit code 1 where the cache cannot be written', async () => {
    const cwd = projectFolder({});
    writeFileSync(join(cwd, 'cache'), 'a file, no folder');
    const refused = captured(() => run([], { cwd, color: false }));
    await expect(refused).rejects.toThrow(
      new PipelineError('cache-not-writable', `the cache ${join(cwd, 'cache')} is a file, not a folder`, {
        hint: 'Move it away, or choose another folder with --cache-dir.',
      }),
    );
    await expect(refused).rejects.toMatchObject({ exitCode: 1 });
  });

  it('says that the library which was asked for cannot be used', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', '/no/such/library.so');
    const cwd = projectFolder({});
    expect(
      await messageOf(
        captured(() => run([], { cwd, color: false })),
        cwd,
      ),
    ).toMatch(/^EOS_BLAS_LIBRARY=\/no\/such\/library\.so cannot be used\b/);
  });

  it('refuses a time to wait where no cluster is asked', async () => {
    const cwd = projectFolder({});
    const said = messageOf(
      captured(() => run([], { cwd, color: false, wait: 1000 })),
      cwd,
    );
    expect(await said).toBe('doctor --wait does nothing without --executor slurm');
  });
});
