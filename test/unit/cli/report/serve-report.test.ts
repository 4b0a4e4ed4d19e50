import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { serveReport, type ServedReport } from '../../../../src/cli/report/serve-report.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

let root: string;
let served: ServedReport;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'eos-serve-'));
  served = await serveReport(root);
});
afterEach(async () => {
  await served.close();
  rmSync(root, { recursive: true });
});

/** A request whose path and host are sent as they are. */
function raw(path: string, host = '127.0.0.1'): Promise<{ status: number; body: string }> {
  const { port } = new URL(served.url);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode!, body });
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('serving a report', () => {
  it('listens on this machine only', () => {
    expect(new URL(served.url).hostname).toBe('127.0.0.1');
  });

  it('serves the page with a reloader that its policy allows', async () => {
    writeFileSync(
      join(root, 'index.html'),
      `<meta content="default-src 'none'; img-src data:"><body>page</body>`,
    );
    const body = await (await fetch(served.url)).text();
    expect(body).toBe(
      `<meta content="default-src 'none'; connect-src 'self'; img-src data:"><body>page<script>new EventSource('/changes').onmessage=()=>location.reload()</script></body>`,
    );
  });

  it('serves the files beside it as they are, with their type', async () => {
    writeFileSync(join(root, 'report.json'), '{}');
    const response = await fetch(`${served.url}report.json`);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.text()).toBe('{}');
    // A browser runs no script of another type.
    writeFileSync(join(root, 'publication.js'), '');
    const script = await fetch(`${served.url}publication.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it('waits with a page of its own until a report is rendered', async () => {
    const response = await fetch(served.url);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('The page appears when it is rendered.');
  });

  it('gives nothing from outside of the folder', async () => {
    for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2fetc%2fpasswd', '/%'])
      expect((await raw(path)).status).toBe(404);
  });

  it('gives nothing through links that lead out of the folder, and what those inside lead to', async () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'secret.txt'), 'a secret');
    writeFileSync(join(outside, 'index.html'), 'a secret');
    symlinkSync(join(outside, 'secret.txt'), join(root, 'link.txt'));
    symlinkSync(outside, join(root, 'folder'));
    symlinkSync('loop', join(root, 'loop'));
    mkdirSync(join(root, 'figures'));
    symlinkSync(join(outside, 'index.html'), join(root, 'figures/index.html'));
    for (const path of ['/link.txt', '/folder/secret.txt', '/folder/', '/loop', '/figures/'])
      expect([path, (await raw(path)).status]).toEqual([path, 404]);
    writeFileSync(join(root, 'report.json'), '{}');
    symlinkSync('report.json', join(root, 'inside.json'));
    expect(await raw('/inside.json')).toEqual({ status: 200, body: '{}' });
  });

  it.skipIf(process.platform === 'win32')(
    'answers for what is no file, too long or no path, and goes on',
    async () => {
      execFileSync('mkfifo', [join(root, 'pipe')]);
      for (const path of ['/pipe', `/${'x'.repeat(5000)}`, '/%00', '/a/b/c']) {
        expect([path, (await raw(path)).status]).toEqual([path, 404]);
      }
      writeFileSync(join(root, 'report.json'), '{}');
      expect(await raw('/report.json')).toEqual({ status: 200, body: '{}' });
    },
  );

  it('says of a file that it cannot read just that, and goes on', async () => {
    writeFileSync(join(root, 'report.json'), '{}');
    const { default: fs } = await import('node:fs');
    const refused = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    const spy = vi.spyOn(fs, 'openSync').mockImplementationOnce(() => {
      throw refused;
    });
    syncBuiltinESMExports();
    onTestFinished(() => {
      spy.mockRestore();
      syncBuiltinESMExports();
    });
    expect(await raw('/report.json')).toEqual({ status: 500, body: 'the file cannot be read (EACCES)' });
    expect(await raw('/report.json')).toEqual({ status: 200, body: '{}' });
  });

  it('serves a file of 3 GB without holding it, also where nobody reads to the end', async () => {
    const file = openSync(join(root, 'large.parquet'), 'w');
    ftruncateSync(file, 3 * 2 ** 30);
    closeSync(file);
    const answer = await fetch(`${served.url}large.parquet`);
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, String(3 * 2 ** 30)]);
    const reader = answer.body!.getReader();
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    expect((await raw('/missing')).status).toBe(404);
  });

  it('survives that the folder is published anew again and again, and gives whole pages', async () => {
    const page = (round: number): string => `<body>${String(round).repeat(200_000)}</body>`;
    const publish = (round: number): void => {
      const next = `${root}-next`;
      mkdirSync(next);
      writeFileSync(join(next, 'index.html'), page(round));
      rmSync(root, { recursive: true });
      renameSync(next, root);
    };
    publish(0);
    const state = { publishing: true };
    const statuses = new Set<number>();
    const reading = (async () => {
      while (state.publishing) {
        const { status, body } = await raw('/');
        statuses.add(status);
        if (status !== 200) continue;
        const [, digits = '', rest] = /^<body>(\d+)(.*)$/.exec(body)!;
        expect([new Set(digits).size, digits.length, rest!.startsWith('<script>')]).toEqual([
          1,
          200_000,
          true,
        ]);
      }
    })();
    for (let round = 1; round < 10; round++) {
      publish(round);
      await setTimeout(5);
    }
    state.publishing = false;
    await reading;
    expect([...statuses].filter((status) => status !== 200 && status !== 404)).toEqual([]);
    expect((await raw('/')).status).toBe(200);
  });

  it('refuses a request under another host name', async () => {
    expect(await raw('/', 'elsewhere.example')).toEqual({
      status: 403,
      body: 'only this machine may read the report',
    });
  });

  it('refuses to be written to', async () => {
    const response = await fetch(served.url, { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('tells the page when it was rendered anew', async () => {
    const file = join(root, 'index.html');
    writeFileSync(file, 'one');
    const response = await fetch(`${served.url}changes`);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe(': connected\n\n');
    writeFileSync(file, 'two, longer');
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    expect((await reader.read()).value).toBe('data: rendered\n\n');
    await reader.cancel();
  });
});
