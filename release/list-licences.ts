import { readFileSync } from 'node:fs';
import { licenceLine, licenceProblem, lockedPackages } from './licences.ts';

type Lock = Parameters<typeof lockedPackages>[0];
const packages = lockedPackages(JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock);
for (const entry of packages) process.stdout.write(`${licenceLine(entry)}\n`);
const faults = packages.filter((entry) => licenceProblem(entry) !== undefined);
process.stdout.write(`${packages.length} packages, ${faults.length} with a fault\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
