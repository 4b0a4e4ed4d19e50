import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import stage from '../../../stages/download.ts';
import { fileServer, serve, status } from '../../file-server.ts';
import { runStage } from '../../stage-context.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const content = Buffer.alloc(300_000, 9);
const sha256 = createHash('sha256').update(content).digest('hex');

function params(url: string): object {
  return { files: [{ url, path: 'data.bin', sizeBytes: content.length, sha256 }] };
}

it('writes the file and its record, and reports how far it is', async () => {
  const server = await fileServer(serve(content));
  const output = temporaryFolder();
  const { metrics, progress } = await runStage(stage, { params: params(server.url), output });
  expect(readdirSync(output).sort()).toEqual(['data.bin', 'download.json']);
  expect(metrics).toEqual({ files: 1, sizeBytes: 300_000, verified: true });
  expect(progress.at(-1)?.fraction).toBe(1);
  expect(JSON.parse(readFileSync(join(output, 'download.json'), 'utf8'))).toEqual({
    format: 1,
    verified: [{ path: 'data.bin', sizeBytes: 300_000, sha256 }],
    unverified: [],
  });
});

it('asks nobody when the data dir has the file', async () => {
  const server = await fileServer(status(500));
  const path = join(temporaryFolder(), 'data.bin');
  writeFileSync(path, content);
  const output = temporaryFolder();
  const inputs = { local: { name: 'data.bin', path } };
  const { metrics } = await runStage(stage, { params: params(server.url), output, inputs });
  expect(metrics).toEqual({ files: 1, sizeBytes: 300_000, verified: true });
  expect(server.requests).toEqual([]);
});
