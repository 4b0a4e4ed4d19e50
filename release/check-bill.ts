import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { billProblems, type BillOfMaterials } from './bill-problems.ts';

/** Reads the bill of materials of an install (`npm sbom --sbom-format cyclonedx`) that is named. */
const root = resolve(import.meta.dirname, '..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const bill = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as BillOfMaterials;
const problems = billProblems(bill, ['eos-pipeline', ...Object.keys(dependencies)]);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`${bill.components.length} packages in the bill of materials\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
