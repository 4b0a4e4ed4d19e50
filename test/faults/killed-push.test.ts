import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { BIN, eosPipelineWith, jsonLines } from '../command-line.ts';
import { EventProcess } from '../event-process.ts';
import { always, objectServer } from '../object-server.ts';
import { projectFolder } from '../project-folder.ts';
import { smallProject } from '../small-project.ts';

it('what kill -9 left unsent is sent by push, and another clone then runs nothing', async () => {
  const server = await objectServer();
  const environment = { EOS_REMOTE: server.url };
  const [here, there] = [projectFolder(smallProject), projectFolder(smallProject)];
  // Contents arrive, records do not: they come last.
  server.fault = (request, _, body) =>
    request.method === 'PUT' && request.url!.startsWith('/ac/') && !isClaim(body);
  const env = { ...process.env, NO_COLOR: '1', ...environment };
  const run = new EventProcess(process.execPath, [BIN, 'repro', '--json'], { cwd: here, env });
  while (run.told.filter(({ type }) => type === 'instance-finished').length < 5) await setTimeout(50);
  run.process.kill('SIGKILL');
  expect((await run.ended).signal).toBe('SIGKILL');
  const records = (): number =>
    [...server.objects].filter(([path, body]) => path.startsWith('/ac/') && !isClaim(body)).length;
  expect(records()).toBe(0);

  // The next run has nothing to do and asks nothing; push sends what is there.
  server.fault = always(500);
  const again = await eosPipelineWith(environment, here, 'repro', '--json');
  expect(jsonLines(again).at(-1)).toMatchObject({ type: 'run-finished', summary: { ran: 0, hits: 5 } });
  server.fault = () => false;
  const pushed = await eosPipelineWith(environment, here, 'push');
  expect(pushed.stdout).toMatch(/^pushed 5 results .*; 0 were there already\n$/);
  expect(records()).toBe(5);
  const other = await eosPipelineWith(environment, there, 'repro', '--json');
  expect(jsonLines(other).at(-1)).toMatchObject({ summary: { ran: 0, fetched: 5 } });
  const page = (folder: string): string => readFileSync(join(folder, 'reports/index.html'), 'utf8');
  expect(page(there)).toBe(page(here));
});

function isClaim(body: Buffer): boolean {
  return body.includes('"beat":');
}
