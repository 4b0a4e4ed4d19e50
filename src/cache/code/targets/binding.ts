import type { ImportTarget } from './import-targets.ts';

/**
 * What a name that comes from elsewhere is bound to, as the code digest holds it: `src/stats.ts#mean`, `simple-statistics#min`, `zlib#gzipSync`.
 * @param name - the exported name; `*` for all of them
 * @param nameOf - how the digest calls a file
 */
export function bindingText(target: ImportTarget, name: string, nameOf: (file: string) => string): string {
  switch (target.kind) {
    case 'module':
      return `${nameOf(target.file)}#${name}`;
    case 'data':
      return nameOf(target.file);
    case 'package':
      return `${target.name}${target.part}#${name}`;
    case 'builtin':
      return `${target.name}#${name}`;
    case 'nothing':
      return 'nothing';
  }
}
