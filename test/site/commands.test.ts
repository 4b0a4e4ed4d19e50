import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, commandsOf, missingLines, type Block } from './page-blocks.ts';
import { pageFolder } from './page-folder.ts';

const root = resolve(import.meta.dirname, '../..');

/** Pages whose reader sits in a checkout, not in a project of his own. */
const inCheckout = ['README.md', 'CONTRIBUTING.md', 'docs/reproduce.md', 'docs/change.md'];

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].map((path) => ({ path, blocks: blocksOf(readFileSync(join(root, path), 'utf8')) }));

const isShell = ({ language }: Block): boolean => ['sh', 'bash', 'shell', 'console'].includes(language);
const withCommands = pages.filter(({ blocks }) =>
  blocks.some((block) => isShell(block) && block.left === undefined),
);

describe('the commands of the documentation', () => {
  it('are run here, or name the test or check that runs them', () => {
    const left = pages.flatMap(({ path, blocks }) =>
      blocks.flatMap((block) => (block.left ? [{ path, ...block.left, text: block.text }] : [])),
    );
    expect(withCommands.length).toBeGreaterThan(4);
    expect(left.filter(({ coveredBy }) => !existsSync(join(root, coveredBy)))).toEqual([]);
    for (const { path, reason, coveredBy, text } of left)
      process.stdout.write(
        `not run from ${path}: ${text.trim().split('\n').join(' ; ')} (${reason}; ${coveredBy})\n`,
      );
  });

  it.each(withCommands)('of $path do what the page says', ({ path, blocks }) => {
    const folder = pageFolder(inCheckout.includes(path));
    let output = '';
    for (const block of blocks) {
      if (block.file !== undefined) {
        mkdirSync(dirname(join(folder, block.file)), { recursive: true });
        writeFileSync(join(folder, block.file), block.text);
      } else if (block.language === 'text') {
        expect(missingLines(block.text, output), `what ${path} shows, in\n${output}`).toEqual([]);
      } else if (isShell(block) && block.left === undefined) {
        output = '';
        for (const { text, exitCode } of commandsOf(block)) {
          const ran = inShell(folder, text);
          expect({ text, exitCode: ran.status, said: ran.status === exitCode ? '' : ran.said }).toEqual({
            text,
            exitCode,
            said: '',
          });
          output += ran.said;
        }
      }
    }
  });
});

function inShell(folder: string, command: string): { status: number | null; said: string } {
  const { PATH = '' } = process.env;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(folder, '.bin')}:${PATH}`, NO_COLOR: '1' },
  });
  return { status, said: stdout + stderr };
}
