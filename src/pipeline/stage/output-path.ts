import { isAbsolute, normalize, win32 } from 'node:path';

/** Why a path cannot be an output: it has to lie in the folder that the stage fills. */
export function outputProblem(path: unknown): string | undefined {
  if (typeof path !== 'string') return `is ${path === null ? 'null' : typeof path}, not a path`;
  if (path === '') return 'is empty';
  if (/[\p{Cc}\p{Cs}]/u.test(path)) return 'has a control character';
  if (path.includes('${{') || path.includes('$EOS_'))
    return 'refers to a value, which does not work here: outputs are named as they are';
  if (isAbsolute(path) || win32.isAbsolute(path)) return 'is an absolute path';
  const plain = normalize(path).replace(/\/$/, '');
  if (plain === '.') return 'is the folder itself';
  if (plain === '..' || plain.startsWith('../')) return 'leads out of the folder';
  return undefined;
}
