import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectFolder } from '../../../project-folder.ts';

const source = (name: string): string =>
  JSON.stringify(new URL(`../../../../src/${name}.ts`, import.meta.url).href);

/** Runs a script that watches what it loads, in a process of its own, and gives what it says. */
function run(script: string): unknown[] {
  const whole = `
    import { writeFileSync } from 'node:fs';
    import { checkLoaded, watchLoads } from ${source('execution/stage/loaded-code')};
    import { signatureAt } from ${source('cache/files/signature')};
    const said = [];
    const check = (path, signature) => {
      try { checkLoaded([[path, signature]]); said.push('fine'); }
      catch ({ code, message, hint }) { said.push({ code, message, hint }); }
    };
    watchLoads();
    ${script}
    console.log(JSON.stringify(said));
  `;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', whole], { encoding: 'utf8' });
  return JSON.parse(said) as unknown[];
}

function changed(path: string): { code: string; message: string; hint: string } {
  return {
    code: 'stage-code',
    message: `${path} changed after this run had started`,
    hint: 'Run the same command again: it takes the new code, and everything that it does not touch stays cached.',
  };
}

it('finds a file that was loaded in another form than the key was made from', () => {
  const path = join(projectFolder({ 'a.ts': 'export const a: number = 1;' }), 'a.ts');
  const said = run(`
    const path = ${JSON.stringify(path)};
    const before = signatureAt(path);
    writeFileSync(path, 'export const a: number = 2; // edited');
    check(path, before);
    await import(path);
    check(path, before);
    check(path, signatureAt(path));
  `);
  expect(said).toEqual(['fine', changed(path), 'fine']);
});

it('says so where it may be the same, with a hard link more or in another mode', () => {
  const path = join(projectFolder({ 'a.js': 'export const a = 1;' }), 'a.js');
  const said = run(`
    import { linkSync } from 'node:fs';
    const path = ${JSON.stringify(path)};
    const before = signatureAt(path);
    linkSync(path, path + '.copy');
    await import(path);
    check(path, before);
  `);
  const { message, ...others } = changed(path);
  const linked = message.replace('changed', 'was linked, renamed or given another mode');
  expect(said).toEqual([{ ...others, message: linked }]);
});

it('does not mind an edit after a file was loaded', () => {
  const path = join(projectFolder({ 'a.js': 'export const a = 1;' }), 'a.js');
  const said = run(`
    const path = ${JSON.stringify(path)};
    const before = signatureAt(path);
    await import(path);
    writeFileSync(path, 'export const a = 2; // edited');
    check(path, before);
  `);
  expect(said).toEqual(['fine']);
});

it('finds a file that was changed so that it does not even load', () => {
  const folder = projectFolder({ 'a.js': 'export const a = 1;', 'a.ts': 'export const a: number = 1;' });
  for (const name of ['a.js', 'a.ts']) {
    const path = join(folder, name);
    const said = run(`
      const path = ${JSON.stringify(path)};
      const before = signatureAt(path);
      writeFileSync(path, 'export const a = ;');
      await import(path).catch(() => undefined);
      check(path, before);
    `);
    expect(said).toEqual([changed(path)]);
  }
});
