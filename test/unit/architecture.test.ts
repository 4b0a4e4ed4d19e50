import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { declaredIn, importedBy } from '../source-names.ts';

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
const everywhere = ['src/present.ts', 'src/version.ts', 'src/without-byte-order-mark.ts'];

/** Files that still await a unit test of their name; real processes test them in test/faults, test/e2e and test/browser. May only shrink. */
const awaitingUnitTest = ['stages/render-report.ts'];

/** Values that other files reach only through the function beside them, and tests by name. May only shrink. */
const namedByTestsOnly = [
  'src/artifacts/analysis.ts snapshotAnalysis',
  'src/cache/code/code-digest.ts closurePath',
  'src/cache/code/code-digest.ts knownStageCode',
  'src/cache/sessions/session.ts startOf',
  'src/datasets/dice/parameters.ts lineEnds',
  'src/datasets/read-dataset.ts readDescription',
  'src/execution/survey/repair.ts tellRestored',
  'src/numerics/decomposition/spectrum.ts searchStart',
  'src/pipeline/plan/look-alike.ts looksLike',
  'src/pipeline/values/shell-quote.ts isShellWord',
  'src/report/data/judgement/claims.ts judgeClaim',
  'src/report/data/judgement/discussion.ts extremeOver',
  'src/report/export/figure-files.ts figureFiles',
  'src/report/figures/families.ts paperFamilies',
  'src/report/page/sections/claims-section.ts verdictMarks',
  'src/tensors/blas/kernel-choice.ts kernelsFor',
];

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

  it('declares an exported name once, but for the `run` of every command', () => {
    const names = files
      .filter((file) => file.startsWith('src/'))
      .flatMap((file) => declaredIn(file).map(({ name }) => ({ name, file })))
      .filter(({ name, file }) => name !== 'run' || !file.startsWith('src/cli/commands/'));
    expect(twice(names)).toEqual([]);
  });

  it('has no two files of one name, but for commands, which are named as they are typed', () => {
    const names = files
      .filter((file) => file.startsWith('src/') && !file.startsWith('src/cli/commands/'))
      .map((file) => ({ name: basename(file), file }))
      .filter(({ name }) => name !== 'index.ts');
    expect(twice(names)).toEqual([]);
  });

  it('exports no value for tests alone, apart from the listed ones', () => {
    const users = [...files, ...sourceFiles('bench')];
    const used = new Set(users.flatMap(importedBy));
    // bin/eos-pipeline.js imports these two by names that it puts together.
    used.add('src/cli/main.ts main').add('src/execution/compile-cache.ts compileCacheFolder');
    const unused = files.flatMap((file) =>
      declaredIn(file)
        .filter(({ name, isType }) => !isType && !(name === 'run' && file.startsWith('src/cli/commands/')))
        .filter(({ name }) => !used.has(`${file} ${name}`) && !used.has(`${file} *`))
        .map(({ name }) => `${file} ${name}`),
    );
    expect(unused.sort()).toEqual(namedByTestsOnly);
  });

  it('lets the two wings meet in the stages and the command line only', () => {
    const engine = ['pipeline', 'cache', 'execution', 'progress'];
    const science = ['tensors', 'numerics', 'datasets', 'artifacts', 'report'];
    const wingOf = (file: string): string[] | undefined =>
      [engine, science].find((wing) => wing.includes(file.split('/')[1]!));
    const wrong = [...graph].flatMap(([file, imports]) =>
      imports
        .filter((path) => file.startsWith('src/') && path.startsWith('src/'))
        .filter((path) => wingOf(file) && wingOf(path) && wingOf(file) !== wingOf(path))
        .map((path) => `${file} → ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps folders to 15 files, and files to 250 lines with comments and blank lines, half of them below 80', () => {
    const inSource = files.filter((file) => file.startsWith('src/'));
    const folders = Map.groupBy(inSource, (file) => dirname(file));
    expect([...folders].filter(([, inside]) => inside.length > 15).map(([folder]) => folder)).toEqual([]);
    const lengths = files.map((file) => ({
      file,
      lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1,
    }));
    expect(lengths.filter(({ lines }) => lines > 250)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(80);
  });

  it('lets imports point only up the list in docs/reading-order.md, and lists every area', () => {
    const order = [
      ...readFileSync(join(root, 'docs/reading-order.md'), 'utf8').matchAll(/^\d+\. `([\w/]+)\/`/gm),
    ].map((match) => match[1]!);
    expect([...order].sort()).toEqual(Object.keys(allowed).sort());
    const downward = [...graph].flatMap(([file, imports]) =>
      imports
        .filter((path) => order.includes(areaOf(path)) && order.includes(areaOf(file)))
        .filter((path) => order.indexOf(areaOf(path)) > order.indexOf(areaOf(file)))
        .map((path) => `${file} → ${path}`),
    );
    expect(downward).toEqual([]);
  });

  it('names in docs/glossary.md a file for every row, which holds the identifier', () => {
    const rows = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| (symbol|word) /.test(line))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    expect(rows.length).toBeGreaterThan(40);
    const wrong = rows.filter((cells) => {
      const paths = [...cells.at(-1)!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
      const identifiers = [...cells[1]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
      const texts = paths.map((path) =>
        existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined,
      );
      if (paths.length === 0 || texts.includes(undefined)) return true;
      if (identifiers.length === 0) return cells[1] !== '—';
      return !identifiers.every((name) =>
        texts.some((text) => name.split('.').every((part) => text!.includes(part))),
      );
    });
    expect(wrong.map((cells) => cells.join(' | '))).toEqual([]);
  });

  it('lists every decision in docs/decisions/README.md, by number and title', () => {
    const folder = join(root, 'docs/decisions');
    const records = readdirSync(folder).filter((name) => /^\d/.test(name));
    const lines = records.sort().map((name) => {
      const [, number, title] = /^# (\d+)\. (.*)/.exec(readFileSync(join(folder, name), 'utf8'))!;
      return `- [${number!}](${name}): ${title!}`;
    });
    const listed = readFileSync(join(folder, 'README.md'), 'utf8').split('\n');
    expect(listed.filter((line) => line.startsWith('- ['))).toEqual(lines);
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

/** Names that stand for more than one file. */
function twice(names: { name: string; file: string }[]): string[] {
  return [...Map.groupBy(names, ({ name }) => name)]
    .filter(([, places]) => new Set(places.map(({ file }) => file)).size > 1)
    .map(([name, places]) => `${name}: ${places.map(({ file }) => file).join(', ')}`);
}
