import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A group of pages, as docs/README.md lists them. */
export interface PageGroup {
  title: string;
  pages: { title: string; file: string }[];
}

/** The groups of docs/README.md: what the site shows, in which order, and what it calls them. */
export function pageGroups(docs: string): PageGroup[] {
  const [, ...parts] = readFileSync(join(docs, 'README.md'), 'utf8').split(/^## /m);
  return parts.map((part) => {
    const [title = ''] = part.split('\n', 1);
    const items = [...part.matchAll(/^- \[([^\]]+)\]\(([\w./-]+\.md)\)/gm)];
    return { title, pages: items.map(([, name, file]) => ({ title: name!, file: file! })) };
  });
}

/** The page of the site that a page of docs/ becomes. */
export function addressOf(file: string): string {
  return `/${file.replace(/(^|\/)README\.md$/, '$1').replace(/\.md$/, '.html')}`;
}

/** The page that a word in a text names: `docs/cli.md`, or `cli.md` beside it; undefined where it is none. */
export function namedPage(docs: string, text: string): string | undefined {
  const file = /^(?:docs\/)?([\w-]+\.md)$/.exec(text)?.[1];
  return file !== undefined && existsSync(join(docs, file)) ? file : undefined;
}
