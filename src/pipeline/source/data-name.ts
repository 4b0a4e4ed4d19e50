import { isAbsolute, normalize } from 'node:path';

/** Why a name cannot be one in the data dir: the folder is another one on every machine. */
export function dataNameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  if (isAbsolute(name)) return 'is an absolute path, where a name in the data dir is expected';
  const plain = normalize(name).replace(/\/$/, '');
  if (plain === '.') return 'is the data dir itself, where a name in it is expected';
  return plain === '..' || plain.startsWith('../') ? 'leads out of the data dir' : undefined;
}
