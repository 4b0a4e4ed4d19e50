import { extname } from 'node:path';
import { companions } from '../../cache/companions.ts';
import type { ManifestEntry } from '../../cache/outputs/manifest.ts';
import type { Entity } from './entity.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.parquet': 'application/vnd.apache.parquet',
};

const MEANINGS: Readonly<Record<string, string>> = {
  'index.html': 'the report, one page',
  'report.json': 'every number of the page; report.schema.json of eos-pipeline describes it',
};

/** The files of a published output as data entities, and the folders that they lie in; `top` where nothing is around it. */
export function fileEntities(entries: readonly ManifestEntry[]): { entity: Entity; top: boolean }[] {
  const own = entries.flatMap((entry): { entity: Entity; top: boolean }[] => {
    const top = !entry.path.includes('/');
    // A link is content of the folder that it lies in, and has none of its own.
    if (entry.kind === 'link') return [];
    if (entry.kind === 'folder') return [{ entity: folderEntity(entry.path, entries), top }];
    const { path, sizeBytes, sha256 } = entry;
    const entity = {
      '@id': idOf(path),
      '@type': 'File',
      name: MEANINGS[path] ?? path,
      contentSize: String(sizeBytes),
      encodingFormat: MEDIA_TYPES[extname(path)] ?? 'application/octet-stream',
      sha256,
    };
    return [{ entity, top }];
  });
  const record = {
    '@id': companions.record,
    '@type': 'File',
    name: 'where the report was computed, for its page to show',
    encodingFormat: 'text/javascript',
  };
  return [...own, { entity: record, top: true }];
}

function folderEntity(path: string, entries: readonly ManifestEntry[]): Entity {
  const inside = entries.filter(
    (entry) =>
      entry.kind !== 'link' &&
      entry.path.startsWith(`${path}/`) &&
      !entry.path.slice(path.length + 1).includes('/'),
  );
  return {
    '@id': `${idOf(path)}/`,
    '@type': 'Dataset',
    name: path,
    hasPart: inside.map((entry) => ({ '@id': `${idOf(entry.path)}${entry.kind === 'folder' ? '/' : ''}` })),
  };
}

/** Identifiers are relative URIs. */
function idOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
