import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Which folders a folder may import, besides itself and what all may. */
const allowed: Record<string, string[]> = {
  'src/pipeline': [],
  'src/artifacts': ['src/tensors'],
  'src/cache': ['src/pipeline'],
  'src/execution': ['src/pipeline', 'src/cache'],
  'src/progress': ['src/pipeline', 'src/execution'],
  'src/tensors': [],
  'src/numerics': ['src/tensors'],
  'src/datasets': ['src/tensors', 'src/artifacts'],
  'src/report': ['src/artifacts', 'src/tensors', 'src/numerics/statistics'],
  'src/cli': [
    'src/pipeline',
    'src/cache',
    'src/execution',
    'src/progress',
    'src/tensors',
    'src/report',
    'src/numerics',
    'src/artifacts',
    'src/datasets',
  ],
  stages: ['src/pipeline', 'src/artifacts', 'src/tensors', 'src/numerics', 'src/datasets', 'src/report'],
};

/** What every folder may import. */
const everywhere = ['src/present.ts', 'src/version.ts'];

/** Files that still await a unit test of their name; real processes test them in test/faults, test/e2e and test/browser. May only shrink. */
const awaitingUnitTest = ['stages/render-report.ts'];

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
}

const files = [...sourceFiles('src'), ...sourceFiles('stages')];

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map((match) => match[1]!);
  return found.map((path) => relative(root, resolve(root, dirname(file), path)));
}

function areaOf(file: string): string {
  return file.startsWith('stages/') ? 'stages' : file.split('/').slice(0, 2).join('/');
}

const graph = new Map(
  files.map((file) => [file, importsOf(file).filter((path) => existsSync(join(root, path)))]),
);

describe('architecture', () => {
  it('lets imports point one way, from the command line down to the tensors', () => {
    const wrong: string[] = [];
    for (const [file, imports] of graph) {
      const area = areaOf(file);
      for (const path of imports) {
        const open = [area, ...(allowed[area] ?? []), ...everywhere];
        if (area in allowed && !open.some((target) => path === target || path.startsWith(`${target}/`)))
          wrong.push(`${file} → ${path}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has no import cycle, type imports included', () => {
    const finished = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (finished.has(file)) return;
      const start = path.indexOf(file);
      if (start >= 0) {
        cycles.push([...path.slice(start), file].join(' → '));
        return;
      }
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      finished.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('gives every source file a unit test of its name, apart from the listed ones that await it', () => {
    const tests = new Set(
      ['unit', 'property', 'golden', 'e2e', 'faults', 'browser'].flatMap((kind) =>
        sourceFiles(`test/${kind}`).map((path) => path.replace(/^test\/\w+\//, '')),
      ),
    );
    const untested = files
      .filter((file) => !/(^|\/)(index|main)\.ts$/.test(file))
      .filter((file) => !tests.has(file.replace(/^src\//, '').replace(/\.ts$/, '.test.ts')))
      .filter((file) => !declaresOnlyTypes(file));
    expect(untested.sort()).toEqual(awaitingUnitTest);
  });

  it('has no file whose name says nothing', () => {
    expect(
      files.filter((file) => /\/(utils?|helpers?|types|constants|common|misc)(\/|\.ts$)/.test(file)),
    ).toEqual([]);
  });
});

/** A file of interfaces has nothing to run. */
function declaresOnlyTypes(file: string): boolean {
  const text = readFileSync(join(root, file), 'utf8');
  return !/^\s*(export\s+)?(async\s+)?(const|let|function|class)\b/m.test(text);
}
