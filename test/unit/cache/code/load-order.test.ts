import { describe, expect, it } from 'vitest';
import { type LoadedModule, loadOrder } from '../../../../src/cache/code/load-order.ts';
import { splitModule } from '../../../../src/cache/code/module-pieces.ts';
import type { ImportTarget } from '../../../../src/cache/code/targets/import-targets.ts';

/** The order from `main`; an import that is none of the sources is a package. */
function orderOf(sources: Record<string, string>, uncounted: string[] = []): string[] {
  const modules = Object.entries(sources).map(([file, source]): [string, LoadedModule] => {
    const module = splitModule(source);
    const imports = module.loaded.map((specifier) => ({
      target: targetOf(specifier, specifier in sources),
      isEffect: ![...module.imported.values()].some((imported) => imported.specifier === specifier),
    }));
    return [file, { module, imports }];
  });
  return loadOrder('main', new Map(modules), {
    piece: (file, { name }) => `${file}#${name}`,
    counts: (name) => !uncounted.includes(name),
  });
}

function targetOf(name: string, isModule: boolean): ImportTarget {
  return isModule
    ? { kind: 'module', file: name }
    : { kind: 'package', name, part: '', version: '1', absent: [] };
}

describe('loadOrder', () => {
  it('goes through the imports first, each module once, round circles too', () => {
    expect(
      orderOf({
        main: "import 'b';\nimport 'a';\nrun();",
        a: "import 'c';\nrun();",
        b: "import 'a';\nimport 'main';\nrun();",
        c: 'run();',
      }),
    ).toEqual(['c', 'a', 'b', 'main'].map((file) => `${file}#top-level statements`));
  });

  it('sorts what has no effect between the effects', () => {
    const sequence = ['main#a', 'main#b', 'main#e', 'main#c', 'main#d'];
    expect(
      orderOf({ main: 'const b = x;\nconst a = x;\nconst e = f();\nconst d = x;\nconst c = x;' }),
    ).toEqual(sequence);
    expect(
      orderOf({ main: 'const a = x;\nconst b = x;\nconst e = f();\nconst c = x;\nconst d = x;' }),
    ).toEqual(sequence);
  });

  it('leaves out what does not count', () => {
    expect(orderOf({ main: 'const a = x;\nconst b = f();\nconst c = x;' }, ['main#c'])).toEqual([
      'main#a',
      'main#b',
    ]);
  });

  it('is empty where there is one effect and nothing else, or none', () => {
    expect(orderOf({ main: 'run();' })).toEqual([]);
    expect(orderOf({ main: 'const a = x;\nconst b = x;' })).toEqual([]);
  });

  it('has each package once, where it is loaded first', () => {
    expect(
      orderOf({
        main: "import { z } from 'zod';\nimport 'patch';\nimport 'a';\nimport 'zod';",
        a: "import 'patch';\nrun();",
      }),
    ).toEqual(['zod', 'patch', 'a#top-level statements']);
  });
});
