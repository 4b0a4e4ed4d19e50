import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../../../src/cli/commands/report.ts';
import { captured } from '../../../captured.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const published = { ...smallProject, 'reports/index.html': '<!doctype html>' };

describe('report', () => {
  it('says where the report is', async () => {
    const folder = projectFolder(published);
    const { text } = await captured(() => run([], { cwd: folder, color: false }));
    expect(text).toBe(`${join(folder, 'reports/index.html')}\n`);
  });

  it.skipIf(process.platform !== 'linux')('opens it in the browser of the desktop', async () => {
    const folder = projectFolder({
      ...published,
      'bin/xdg-open': '#!/bin/sh\necho "$1" > "$(dirname "$0")/opened"\n',
    });
    chmodSync(join(folder, 'bin/xdg-open'), 0o755);
    vi.stubEnv('PATH', `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`);
    await captured(() => run([], { cwd: folder, color: false, open: true }));
    await vi.waitUntil(() => existsSync(join(folder, 'bin/opened')));
    expect(readFileSync(join(folder, 'bin/opened'), 'utf8')).toBe(`${join(folder, 'reports/index.html')}\n`);
  });

  it('says that no browser can be started', async () => {
    const folder = projectFolder(published);
    vi.stubEnv('PATH', folder);
    expect(
      await messageOf(
        captured(() => run([], { cwd: folder, color: false, open: true })),
        folder,
      ),
    ).toMatch(/^no browser could be started: spawn \S+ ENOENT$/);
  });

  it('says that there is no report yet', async () => {
    const folder = projectFolder(smallProject);
    expect(
      await messageOf(
        captured(() => run([], { cwd: folder, color: false })),
        folder,
      ),
    ).toBe('there is no report yet: reports/index.html does not exist');
  });

  it('says that the pipeline publishes none', async () => {
    const folder = projectFolder({ 'pipeline.yaml': 'version: 1\nstages: {}\n' });
    expect(
      await messageOf(
        captured(() => run([], { cwd: folder, color: false })),
        folder,
      ),
    ).toBe('there is no report yet');
  });
});
