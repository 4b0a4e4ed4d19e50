import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { BIN } from '../command-line.ts';
import { projectFolder } from '../project-folder.ts';

const root = resolve(import.meta.dirname, '../..');

interface Experiment {
  sizes: number[];
}

interface Pipeline {
  defaultProfile: string;
  params: { edge: object };
  profiles: Record<string, { network?: object; seeds?: object; dice?: object; experiments?: Experiment[] }>;
}

/** A folder as the reader of a page has it: `npx eos-pipeline` is the command, and what `npm install` brings is there. */
export function pageFolder(inCheckout: boolean): string {
  const folder = projectFolder({
    'package.json': '{ "private": true, "type": "commonjs" }',
    '.bin/npx': `#!/bin/sh\n[ "$1" = eos-pipeline ] && shift && exec "${process.execPath}" "${BIN}" "$@"\nexit 127\n`,
  });
  chmodSync(join(folder, '.bin/npx'), 0o755);
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['vega', 'vega-lite'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  if (inCheckout) {
    for (const path of ['data', 'reference/report/report.json'])
      cpSync(join(root, path), join(folder, path), { recursive: true });
    writeFileSync(join(folder, 'pipeline.yaml'), smallPipeline());
  }
  return folder;
}

/** The pipeline of the checkout, with a default profile that takes seconds: one size, one seed, eight units a layer. */
function smallPipeline(): string {
  const text = readFileSync(join(root, 'pipeline.yaml'), 'utf8').replaceAll(
    'uses: ./stages/',
    'uses: eos-pipeline/stages/',
  );
  const pipeline = parse(text) as Pipeline;
  const profile = pipeline.profiles[pipeline.defaultProfile]!;
  profile.network = { ...profile.network, width: 8 };
  profile.seeds = { network: [0], subset: [0] };
  pipeline.params.edge = { ...pipeline.params.edge, size: 60, stopLoss: 1, learningRate: 0.01 };
  profile.dice = { ...profile.dice, imagesPerClass: 40 };
  for (const experiment of profile.experiments ?? []) experiment.sizes = [60];
  return stringify(pipeline);
}
