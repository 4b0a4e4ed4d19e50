import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressOf, namedPage, pageGroups } from '../../../site/pages.ts';

const root = resolve(import.meta.dirname, '../../..');
const docs = join(root, 'docs');
const names = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));

describe('the pages of docs/', () => {
  it('are listed in docs/README.md, each once: a new page gets a line "- [Title](page.md): what it says" there', () => {
    const listed = pageGroups(docs).flatMap(({ pages }) => pages.map(({ file }) => file));
    const pages = names.filter((name) => name !== 'README.md' && !/^decisions\/\d/.test(name));
    expect(listed.toSorted()).toEqual(pages.toSorted());
    expect(pageGroups(docs).map(({ title }) => title)).toEqual([
      'Tutorial',
      'How to',
      'Reference',
      'Explanation',
    ]);
  });

  it('link to nothing that is not there', () => {
    const places = [
      ...names.map((name) => `docs/${name}`),
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'SECURITY.md',
    ];
    const dead = places.flatMap((place) => {
      const text = readFileSync(join(root, place), 'utf8').replaceAll(/```.*?```|`[^`\n]*`/gs, '');
      return [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map((match) => match[1]!)
        .filter((link) => !existsSync(resolve(root, dirname(place), link)))
        .map((link) => `${place} → ${link}`);
    });
    expect(dead).toEqual([]);
  });

  it('are there where the code, a page or a comment names one', () => {
    const files = ['src', 'stages', 'bin', '.github', 'docs'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:ts|js|yml|md)$/.test(name))
        .map((name) => join(folder, name)),
    );
    const named = [...files, 'README.md', 'CONTRIBUTING.md', 'pipeline.yaml'].flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/docs\/[\w/-]+\.md/g)].map(([page]) => ({
        file,
        page,
      })),
    );
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter(({ page }) => !existsSync(join(root, page)))).toEqual([]);
  });

  it('become pages of the site by their names', () => {
    expect(['README.md', 'decisions/README.md', 'cli.md'].map(addressOf)).toEqual([
      '/',
      '/decisions/',
      '/cli.html',
    ]);
    expect(
      ['docs/cli.md', 'cli.md', 'nothing.md', 'the cli.md'].map((text) => namedPage(docs, text)),
    ).toEqual(['cli.md', 'cli.md', undefined, undefined]);
  });
});
