import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { downloadProject } from '../download-project.ts';
import { fileServer, serve, status } from '../file-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const program = resolve('bin/eos-pipeline.js');
const run = promisify(execFile);
const content = Buffer.alloc(100_000, 5);

/** Runs everything; gives the instances that were not in the cache, and the messages of those that failed. */
async function repro(folder: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const command = [program, 'repro', '--json', '--cwd', folder, ...args];
  const options = { env: { ...process.env, EOS_DATA_DIR: undefined, ...env } };
  const { stdout } = await run(process.execPath, command, options).catch(
    (error: unknown) => error as { stdout: string },
  );
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; instance: string; error?: { message: string } });
  return events.flatMap(({ type, instance, error }) => {
    if (type === 'instance-failed') return [`${instance}: ${error!.message}`];
    return type === 'instance-finished' ? [instance] : [];
  });
}

it('takes files of the data dir instead of the network, and runs nothing below where they are the same', async () => {
  const server = await fileServer(serve(content));
  const folder = downloadProject(server.url, content);
  expect(await repro(folder)).toEqual(['download-data', 'count']);
  expect(server.requests).toHaveLength(1);

  const dataDir = temporaryFolder();
  writeFileSync(join(dataDir, 'data.bin'), content);
  expect(await repro(folder, ['--data-dir', dataDir])).toEqual(['download-data']);
  expect(await repro(folder, [], { EOS_DATA_DIR: dataDir })).toEqual([]);
  expect(await repro(folder)).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

it('runs again when a file of the data dir changes, and not when only its date does', async () => {
  const server = await fileServer(status(500));
  const folder = downloadProject(server.url, content, { allowUnverified: true });
  const dataDir = temporaryFolder();
  mkdirSync(join(dataDir, 'unpacked'));
  const file = join(dataDir, 'unpacked/a.bin');
  const inDataDir = ['--data-dir', dataDir];
  writeFileSync(file, 'one');
  expect(await repro(folder, inDataDir)).toEqual(['download-data', 'count']);
  writeFileSync(file, 'one');
  expect(await repro(folder, inDataDir)).toEqual([]);
  writeFileSync(file, 'other');
  expect(await repro(folder, inDataDir)).toEqual(['download-data', 'count']);
  expect(server.requests).toEqual([]);
});

it('names the address, the reason and the file to put there, and recovers when it is there', async () => {
  const server = await fileServer(status(404));
  const folder = downloadProject(server.url, content);
  const [message, ...rest] = await repro(folder);
  expect(rest).toEqual([]);
  expect(message).toMatch(
    /^download-data: DataError: cannot download http:\/\/127\.0\.0\.1:\d+\/data\.bin: the server answered 404 Not Found: download it by hand, put it into the data dir as data\.bin \(100,000 bytes, sha256 [0-9a-f]{64}\), and name that folder with --data-dir DIR or EOS_DATA_DIR$/,
  );
  const dataDir = temporaryFolder();
  writeFileSync(join(dataDir, 'data.bin'), content);
  expect(await repro(folder, ['--data-dir', dataDir])).toEqual(['download-data', 'count']);
});

it('says that the data dir is not there', async () => {
  const folder = downloadProject('http://127.0.0.1:1/data.bin', content);
  const gone = temporaryFolder();
  rmSync(gone, { recursive: true });
  const failed = run(process.execPath, [program, 'repro', '--cwd', folder, '--data-dir', gone]);
  await expect(failed).rejects.toMatchObject({
    code: 2,
    stderr: `the data dir ${gone} does not exist\n  ${gone} is looked for; --data-dir or EOS_DATA_DIR names the folder\n`,
  });
});
