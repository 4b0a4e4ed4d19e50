import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportJson } from '../src/report/data/report-json.ts';
import type { Report } from '../src/report/data/build-report.ts';
import { projectFolder } from './project-folder.ts';
import { sampleReport } from './synthetic/sample-report.ts';

/** A project that publishes a made-up report, which is copied and not rendered: a moment instead of seconds. */
export function reportProject(files: Readonly<Record<string, string>> = {}): {
  folder: string;
  report: Report;
} {
  using sample = sampleReport();
  const folder = projectFolder({
    'pipeline.yaml': `version: 1
title: Copied
params: { width: 64, seeds: [0, 1], data: { name: dice } }
stages:
  fetch:
    with: { files: [{ url: 'https://example.org/dice.zip', path: dice.zip, sizeBytes: 12, sha256: ${'a'.repeat(64)} }] }
    run: echo dice > "$EOS_OUTPUT/dice.txt"
    outputs: [dice.txt]
  report:
    needs: { data: fetch, numbers: { file: numbers.json } }
    run: mkdir "$EOS_OUTPUT/tables"; echo a > "$EOS_OUTPUT/tables/a b.csv"; echo page > "$EOS_OUTPUT/index.html"; cp "$EOS_INPUT_NUMBERS" "$EOS_OUTPUT/report.json"
    outputs: [index.html, report.json]
    publish: reports
`,
    'package.json': '{ "license": "MIT" }',
    ...files,
  });
  writeFileSync(join(folder, 'numbers.json'), reportJson(sample.report));
  return { folder, report: sample.report };
}
