import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Shape, Tool } from './shape.ts';

const BIN = fileURLToPath(new URL('../../bin/eos-pipeline.js', import.meta.url));
const STAGE_MODULE = fileURLToPath(new URL('../../src/pipeline/stage/stage.ts', import.meta.url));
const ZOD = fileURLToPath(new URL('../../node_modules/zod', import.meta.url));

/** Commands as the other tools run them, or stage files that a reused worker process runs. */
export function eosPipeline(kind: 'commands' | 'stage files'): Tool {
  return {
    name: `eos-pipeline, ${kind}`,
    // A process for each of 10,000 commands says more about the machine than about the engine.
    atMost: kind === 'commands' ? 1000 : 10_000,
    command: [process.execPath, BIN, 'repro'],
    prepare(folder, shape) {
      mkdirSync(`${folder}/in`);
      mkdirSync(`${folder}/stages`);
      mkdirSync(`${folder}/node_modules`);
      symlinkSync(ZOD, `${folder}/node_modules/zod`);
      for (let item = 0; item < shape.pairs; item++) writeFileSync(`${folder}/in/${item}`, `input ${item}\n`);
      writeFileSync(`${folder}/package.json`, '{ "name": "bench", "type": "module" }');
      for (const name of ['first', 'second', 'last'])
        writeFileSync(`${folder}/stages/${name}.ts`, stageFile(name));
      writeFileSync(`${folder}/pipeline.yaml`, pipeline(shape, kind));
    },
  };
}

function pipeline({ pairs, chained }: Shape, kind: 'commands' | 'stage files'): string {
  const items = Array.from({ length: pairs }, (_, item) => item).join(', ');
  const work = (name: string): string =>
    kind === 'stage files'
      ? `uses: ./stages/${name}.ts`
      : `run: 'cat $EOS_INPUT_FROM${name === 'first' ? '' : '/out'} > $EOS_OUTPUT/out', outputs: [out]`;
  const matrix = `matrix: { item: '\${{ params.items }}' }`;
  const last =
    kind === 'stage files'
      ? 'uses: ./stages/last.ts'
      : `run: 'for f in $EOS_INPUT_FROM; do cat $f/out; done > $EOS_OUTPUT/out', outputs: [out]`;
  return `version: 1
title: bench
params: { items: [${items}] }
stages:
  first: { ${matrix}, ${work('first')}, needs: { from: { file: 'in/\${{ matrix.item }}' } } }
${chained ? `  second: { ${matrix}, ${work('second')}, needs: { from: first } }\n  last: { ${last}, needs: { from: second } }\n` : ''}`;
}

function stageFile(name: string): string {
  const reads =
    name === 'first'
      ? "[context.input('from').path]"
      : name === 'second'
        ? "[context.input('from').path + '/out']"
        : "context.inputs('from').map(({ path }) => path + '/out')";
  return `import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { defineStage } from '${STAGE_MODULE}';
export default defineStage({
  name: '${name}',
  description: '',
  params: z.strictObject({}),
  inputs: { from: '${name === 'last' ? 'many' : 'one'}' },
  outputs: ['out'],
  run(context) {
    writeFileSync(context.output + '/out', ${reads}.map((path) => readFileSync(path, 'utf8')).join(''));
    return undefined;
  },
});
`;
}
