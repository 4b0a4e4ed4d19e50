import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveReport, type ServedReport } from '../../../src/cli/serve-report.ts';

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
