import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referencePages } from '../../../site/reference/pages.ts';
import { packagedStages } from '../../../site/reference/stage-parameters.ts';

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the reference', () => {
  it('is as the program has it; "npm run reference" makes it anew', async () => {
    const pages = await referencePages(root);
    expect(Object.keys(pages)).toHaveLength(4);
    for (const [path, text] of Object.entries(pages)) expect(read(path)).toBe(text);
  });

  it('says of every parameter of every packaged stage what it means and what is allowed', async () => {
    const stages = await packagedStages(root);
    const rows = stages.flatMap(({ name, parameters }) => parameters.map((row) => ({ name, ...row })));
    expect(rows.length).toBeGreaterThan(80);
    expect(rows.filter(({ meaning, allowed }) => meaning === '' || allowed === '')).toEqual([]);
    expect(rows).toContainEqual({
      name: 'train',
      path: 'solver.maxStepSize',
      meaning: 'η, the largest step size; the learning rate of gradient-descent.',
      allowed: 'number, > 0',
      default: '`0.01`',
    });
  });

  it('has every command and option in the prose of the command line, too', () => {
    const prose = read('docs/cli.md');
    const rows = [...read('docs/commands.md').matchAll(/^(?:## |\| `)(?:-\w, )?(--[\w-]+|[\w-]+)/gm)];
    const named = rows.map((match) => match[1]!).filter((name) => name !== 'Options');
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((name) => !prose.includes(name))).toEqual([]);
  });
});
