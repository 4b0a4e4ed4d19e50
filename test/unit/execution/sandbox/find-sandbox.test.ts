import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type * as findSandboxModule from '../../../../src/execution/sandbox/find-sandbox.ts';
import type { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { sandboxMakers } from '../../../sandbox-makers.ts';
import { instanceOf } from '../../../stage-project.ts';

/** The module as a process has it that has not tried anything yet. */
async function fresh(): Promise<typeof findSandboxModule> {
  vi.resetModules();
  return await import('../../../../src/execution/sandbox/find-sandbox.ts');
}

/** A program first on PATH that ends badly. */
function breakProgram(folder: string, name: string): void {
  chmodSync(join(folder, name), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']!}`);
}

const instance = instanceOf('/project', 'train[seed=1]');

describe.runIf(process.platform === 'linux')('findSandbox', () => {
  it('takes what works here, bubblewrap first', async () => {
    const { findSandbox } = await fresh();
    const state = findSandbox();
    expect('maker' in state ? state.maker : undefined).toBe(sandboxMakers[0]);
  });

  it('takes the other where one does not work', async () => {
    breakProgram(projectFolder({ bwrap: '#!/bin/sh\nexit 1\n' }), 'bwrap');
    const state = (await fresh()).findSandbox();
    expect('maker' in state && state.maker).toBe(sandboxMakers.includes('unshare') && 'unshare');
  });

  it('says of each why it does not work, and refuses the stage as bad input', async () => {
    const folder = projectFolder({ bwrap: '#!/bin/sh\necho "bwrap: no namespaces" >&2; exit 1\n' });
    chmodSync(join(folder, 'bwrap'), 0o755);
    vi.stubEnv('PATH', folder);
    const { requireSandbox } = await fresh();
    const required = (): unknown => requireSandbox(instance);
    expect(required).toThrow(
      'the stage "train" asks for a sandbox, and none can be made here: bubblewrap: bwrap: no namespaces; unshare: it is not installed',
    );
    try {
      required();
    } catch (error) {
      expect(error).toMatchObject({ exitCode: 2, location: instance.location });
      expect((error as PipelineError).hint).toMatch(/^Install bubblewrap, or allow user namespaces/);
    }
  });
});

describe('findSandbox elsewhere', () => {
  it('says that a sandbox needs Linux', async () => {
    const { findSandbox, sandboxHelp } = await fresh();
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
    expect(findSandbox()).toEqual({ problems: ['this is darwin, not Linux'] });
    expect(sandboxHelp()).toBe('Run the pipeline on Linux, or remove "sandbox: true".');
    platform.mockRestore();
  });
});
