import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const dist = join(root, 'site/dist');
if (!existsSync(join(dist, 'index.html')))
  throw new Error('the site is not built: npm ci --prefix site && npm run site');

const pages = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.html'))
  .map((name) => ({ name, html: readFileSync(join(dist, name), 'utf8') }));
const textOf = new Map(pages.map(({ name, html }) => [name, html]));

/** What the attributes of a page's elements name. */
function named(html: string, attribute: 'href' | 'src' | 'id'): string[] {
  const found = html.matchAll(new RegExp(`<[a-z][^>]*?\\s${attribute}="([^"]*)"`, 'g'));
  return [...found].map((match) => match[1]!.replaceAll('&amp;', '&').replaceAll('&#39;', "'"));
}

/** The file of the site that an address means, as a web server would find it. */
function fileOf(from: string, address: string): string {
  const path = decodeURI(address.replace(/[?#].*/, ''));
  const at = path.startsWith('/') ? path.slice(1) : join(dirname(from), path);
  const file = path === '' ? from : at;
  const full = join(dist, file);
  return existsSync(full) && statSync(full).isDirectory() ? join(file, 'index.html') : file;
}

const isElsewhere = (address: string): boolean => /^(?:[a-z]+:|\/\/)/.test(address);

describe('the pages of the site', () => {
  it('are there for every page of docs/, and for the public functions', () => {
    const documents = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => name.replace(/README\.md$/, 'index.md').replace(/\.md$/, '.html'));
    expect(documents.length).toBeGreaterThan(50);
    expect(documents.filter((name) => !textOf.has(name))).toEqual([]);
    expect(textOf.has('api/index.html')).toBe(true);
  });

  it('lead nowhere that is not there', () => {
    const ids = new Map(pages.map(({ name, html }) => [name, new Set(named(html, 'id'))]));
    const dead = pages.flatMap(({ name, html }) =>
      [...named(html, 'href'), ...named(html, 'src')]
        .filter((address) => !isElsewhere(address))
        .filter((address) => {
          const file = fileOf(name, address);
          if (!existsSync(join(dist, file))) return true;
          const anchor = decodeURIComponent(/#(.+)$/.exec(address)?.[1] ?? '');
          return anchor !== '' && file.endsWith('.html') && !ids.get(file)?.has(anchor);
        })
        .map((address) => `${name} → ${address}`),
    );
    expect(dead).toEqual([]);
  });

  it('ask no other host for anything: scripts, styles, images and typefaces are here', () => {
    const resources = pages.flatMap(({ name, html }) => [
      ...named(html, 'src')
        .filter(isElsewhere)
        .map((address) => `${name} ${address}`),
      ...[...html.matchAll(/<link[^>]*rel="(?:stylesheet|preload|modulepreload|preconnect)"[^>]*>/g)]
        .map(([link]) => link)
        .filter((link) => isElsewhere(named(link, 'href')[0] ?? '')),
    ]);
    const styles = readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.css'))
      .flatMap((name) => [...readFileSync(join(dist, name), 'utf8').matchAll(/url\((https?:[^)]*)\)/g)]);
    const said = resources.filter((resource) => !resource.includes(' data:'));
    expect([...said, ...styles.map(([url]) => url)]).toEqual([]);
  });

  it('can be searched without a network: the index of their words is a file of the site', () => {
    const assets = readdirSync(join(dist, 'assets'), { recursive: true, encoding: 'utf8' });
    const index = assets.find((name) => /@localSearchIndex/.test(name))!;
    const words = readFileSync(join(dist, 'assets', index), 'utf8');
    for (const word of ['quarantine', 'maxstepsize', 'standardize']) expect(words).toContain(word);
  });
});
