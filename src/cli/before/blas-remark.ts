import { relative } from 'node:path';
import type { Instance } from '../../pipeline/plan/plan.ts';
import type { Ops } from '../../tensors/ops.ts';
import { packageFolder } from '../folders.ts';

/** Packaged stages whose time is matrix products. */
const MULTIPLYING = new Set(['train', 'analyze']);

/** What a BLAS would gain, to be said once before hours of work; undefined where one is in use or nothing that has to run multiplies. */
export async function blasRemark(
  instances: readonly Instance[],
  open: () => Promise<Pick<Ops, 'backend'>> = openDefault,
): Promise<{ instance: Instance; message: string } | undefined> {
  const instance = instances.find(multiplies);
  // Who asks for none knows.
  if (instance === undefined || process.env['EOS_BLAS_LIBRARY'] === 'none') return undefined;
  const { describeBackend } = await import('../../tensors/describe-backend.ts');
  try {
    const { backend } = await open();
    if (backend.name !== 'WebAssembly') return undefined;
    const [, ...remarks] = describeBackend(backend);
    return { instance, message: remarks.join('; ') };
  } catch {
    // A library that was asked for and cannot be used: the stage says so.
    return undefined;
  }
}

async function openDefault(): Promise<Ops> {
  const { openBlas } = await import('../../tensors/open-blas.ts');
  return openBlas();
}

function multiplies({ work }: Instance): boolean {
  if (work.kind !== 'uses') return false;
  const [, name] =
    /^(?:dist\/)?stages\/([\w-]+)\.[jt]s$/.exec(relative(packageFolder(), work.file).replaceAll('\\', '/')) ??
    [];
  return name !== undefined && MULTIPLYING.has(name);
}
