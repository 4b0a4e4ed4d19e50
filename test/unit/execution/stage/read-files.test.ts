import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectFolder } from '../../../project-folder.ts';

const SOURCE = JSON.stringify(new URL('../../../../src/execution/stage/read-files.ts', import.meta.url).href);

it.each([
  "readFileSync(at('a.txt'))",
  "readFileSync(Buffer.from(at('a.txt')))",
  "readFileSync(new URL('file://' + at('a.txt')))",
  "await promises.readFile(at('a.txt'))",
  "await new Promise((done) => fs.readFile(at('a.txt'), done))",
  "await (await promises.open(at('a.txt'))).close()",
  "openSync(at('a.txt'))",
  "openSync(at('a.txt'), 'r+')",
  "openSync(at('a.txt'), fs.constants.O_RDONLY)",
  "for await (const part of createReadStream(at('a.txt'))) part.toString()",
  "copyFileSync(at('a.txt'), at('out/b.txt'))",
  "await promises.cp(at('a.txt'), at('out/b.txt'))",
  "process.getBuiltinModule('fs').readFileSync(at('a.txt'))",
  "process.chdir(at('.')); readFileSync('a.txt')",
])('takes down what is read by %s', (code) => {
  expect(readBy(code)).toEqual(['a.txt']);
});

it.each([
  "writeFileSync(at('c.txt'), 'c')",
  "openSync(at('a.txt'), 'a')",
  "openSync(at('a.txt'), fs.constants.O_WRONLY)",
  "readFileSync(at('out/o.txt'))",
  "statSync(at('a.txt'))",
  'readFileSync(process.execPath)',
])('takes nothing down for %s', (code) => {
  expect(readBy(code)).toEqual([]);
});

it('takes down a folder that is listed', () => {
  expect(readBy("readdirSync(at('lib')); await promises.readdir(at('lib'))")).toEqual(['lib']);
});

/** What a script reads of a project in whose folder `out` nothing counts. */
function readBy(code: string): string[] {
  const folder = projectFolder({ 'a.txt': 'a', 'lib/b.txt': 'b', 'out/o.txt': 'o' });
  const script = `
    import fs, { copyFileSync, createReadStream, openSync, promises, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
    import { join } from 'node:path';
    import { watchReads } from ${SOURCE};
    const at = (name) => join(${JSON.stringify(folder)}, name);
    const { read } = watchReads(at('.'), at('out'));
    ${code};
    console.log(JSON.stringify([...read]));`;
  const text = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  return (JSON.parse(text) as string[]).map((path) => path.replace(join(folder, '/'), ''));
}
