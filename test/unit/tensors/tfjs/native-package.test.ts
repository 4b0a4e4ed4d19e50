import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { crossCheck } from '../../../../src/numerics/cross-check.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { openTfjs } from '../../../../src/tensors/tfjs/open-tfjs.ts';
import { TensorFlowBinding } from '../../../tensorflow-binding.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

/** A folder in which @tensorflow/tfjs-node is installed, without its native libraries. */
const installed = resolve(process.env.EOS_TFJS_NODE ?? '.', 'node_modules');
const name = '@tensorflow/tfjs-node';
const missing = !existsSync(join(installed, name));

/** A copy of the package beside its dependencies, with a file where its native part would lie. */
function copyWith(binding: TensorFlowBinding): string {
  const modules = join(temporaryFolder(), 'node_modules');
  mkdirSync(join(modules, '@tensorflow'), { recursive: true });
  const links = [
    ...readdirSync(installed),
    ...readdirSync(join(installed, '@tensorflow')).map((part) => `@tensorflow/${part}`),
  ];
  for (const link of links.filter((path) => path !== '@tensorflow' && path !== name && !path.startsWith('.')))
    symlinkSync(join(installed, link), join(modules, link));
  for (const part of ['dist', 'package.json', 'node_modules'])
    if (existsSync(join(installed, name, part)))
      cpSync(join(installed, name, part), join(modules, name, part), { recursive: true });
  const require = createRequire(join(modules, name, 'package.json'));
  const finder = require('@mapbox/node-pre-gyp') as { find(path: string): string };
  const path = finder.find(join(modules, name, 'package.json'));
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, '');
  require.cache[path] = { exports: binding } as NodeJS.Module;
  return join(modules, name, 'dist/index.js');
}

it.skipIf(missing)(
  "the JavaScript of @tensorflow/tfjs-node 4.22.0 works on this Node and computes the paper's quantities (only where EOS_TFJS_NODE names a folder that has it)",
  async () => {
    const binding = new TensorFlowBinding();
    const entry = copyWith(binding);
    const load = (wanted: string): Promise<unknown> =>
      wanted === name
        ? import(pathToFileURL(entry).href)
        : Promise.reject(Object.assign(new Error('no such package'), { code: 'ERR_MODULE_NOT_FOUND' }));
    const ops = await openTfjs(load);
    expect(ops.backend).toMatchObject({ name: 'TensorFlow', refused: [] });
    const { passed, rows } = await crossCheck(await openBlas(), ops);
    expect(rows.filter((row) => !row.passed)).toEqual([]);
    expect(passed).toBe(true);
    expect([...binding.executed].sort()).toEqual([
      'Add',
      'BatchMatMulV2',
      'Cast',
      'Elu',
      'LessEqual',
      'Minimum',
      'Mul',
      'Sum',
    ]);
  },
);
