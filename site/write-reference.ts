import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { referencePages } from './reference/pages.ts';

const root = resolve(import.meta.dirname, '..');
for (const [path, text] of Object.entries(await referencePages(root))) writeFileSync(join(root, path), text);
