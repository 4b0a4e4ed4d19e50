import { describe, expect, it } from 'vitest';
import type { ManifestEntry } from '../../../../src/cache/outputs/manifest.ts';
import { fileEntities } from '../../../../src/cli/provenance/crate-files.ts';

const file = (path: string): ManifestEntry =>
  ({ kind: 'file', path, sizeBytes: 3, executable: false, sha256: 'a'.repeat(64), signature: [] }) as never;

describe('fileEntities', () => {
  it('names files by URIs with size, digest and media type, and folders with what lies in them', () => {
    const entries = [
      { kind: 'folder', path: 'tables' } as ManifestEntry,
      { kind: 'folder', path: 'tables/more' } as ManifestEntry,
      file('tables/a b.csv'),
      file('tables/more/x'),
      { kind: 'link', path: 'link', target: 'tables' } as ManifestEntry,
    ];
    const made = fileEntities(entries);
    expect(made.filter(({ top }) => top).map(({ entity }) => entity['@id'])).toEqual([
      'tables/',
      'publication.js',
    ]);
    expect(made.map(({ entity }) => entity)).toMatchObject([
      { '@id': 'tables/', hasPart: [{ '@id': 'tables/more/' }, { '@id': 'tables/a%20b.csv' }] },
      { '@id': 'tables/more/', hasPart: [{ '@id': 'tables/more/x' }] },
      { '@id': 'tables/a%20b.csv', contentSize: '3', encodingFormat: 'text/csv', sha256: 'a'.repeat(64) },
      { '@id': 'tables/more/x', encodingFormat: 'application/octet-stream' },
      { '@id': 'publication.js' },
    ]);
  });
});
