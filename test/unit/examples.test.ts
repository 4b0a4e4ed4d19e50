import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { importedBy } from '../source-names.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'eos-examples-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

/** The examples of the docstrings, by the place where they stand. */
const examples = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => {
    const text = readFileSync(join(root, 'src', name), 'utf8');
    return [...text.matchAll(/^ \* @example\n((?: \*(?! @|\/).*\n)+) \*\/\n.*?function (\w+)/gm)].map(
      (match) => ({
        of: match[2]!,
        code: match[1]!.replaceAll(/^ \* ?/gm, ''),
      }),
    );
  });

const BETWEEN = '--- next example ---';
const entries = ['src/index.ts', 'src/numerics/index.ts'];

/** Runs all examples one after the other in one process, each with everything public in scope, and gives what they printed. */
function printed(): string[][] {
  const files = examples.map(({ code }, index) => {
    const file = join(folder, `example-${index}.mjs`);
    writeFileSync(file, `${imports(code).join('\n')}\n${code}`);
    return `console.log(${JSON.stringify(BETWEEN)}); await import(${JSON.stringify(pathToFileURL(file).href)});`;
  });
  const all = join(folder, 'all.mjs');
  writeFileSync(all, files.join('\n'));
  const output = execFileSync(process.execPath, [all], { encoding: 'utf8' });
  return output
    .split(`${BETWEEN}\n`)
    .slice(1)
    .map((lines) => lines.trimEnd().split('\n'));
}

function imports(code: string): string[] {
  const own = entries.flatMap((entry) => {
    const from = JSON.stringify(pathToFileURL(join(root, entry)).href);
    const used = valuesOf(entry).filter((name) => new RegExp(`\\b${name}\\b`).test(code));
    return used.map((name) => `import { ${name} } from ${from};`);
  });
  return ["import { writeFile } from 'node:fs/promises';", "import { join } from 'node:path';", ...own];
}

function valuesOf(entry: string): string[] {
  const text = readFileSync(join(root, entry), 'utf8');
  return [...text.matchAll(/^export \{ (.*?) \}/gm)].flatMap((match) => match[1]!.split(', '));
}

describe('the examples of the public functions', () => {
  it('are of functions that the package exports', () => {
    const exported = entries.flatMap(importedBy).map((use) => use.split(' ')[1]);
    expect(examples.length).toBeGreaterThan(10);
    expect(examples.map(({ of }) => of).filter((name) => !exported.includes(name))).toEqual([]);
  });

  it('print what their comments say', () => {
    const promised = examples.map(({ of, code }) => ({
      of,
      prints: [...code.matchAll(/(?:^|; )\/\/ (.*)$/gm)].map((match) => match[1]!),
    }));
    expect(promised.filter(({ prints }) => prints.length === 0)).toEqual([]);
    const found = printed();
    expect(examples.map(({ of }, index) => ({ of, prints: found[index] }))).toEqual(promised);
  });
});
