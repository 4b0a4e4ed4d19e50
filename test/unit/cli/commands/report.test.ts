import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../../../src/cli/commands/report.ts';
import { captured } from '../../../captured.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';
import { quickPlan } from '../../../synthetic/study.ts';

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
    const opened = join(folder, 'bin/opened');
    await expect
      .poll(() => existsSync(opened) && readFileSync(opened, 'utf8'))
      .toBe(`${join(folder, 'reports/index.html')}\n`);
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

  it('serves the report to this machine until it is interrupted', async () => {
    const folder = projectFolder(published);
    let url = '';
    const { text, exitCode } = await captured(async () => {
      const served = run([], { cwd: folder, color: false, serve: true });
      const listening = process.listenerCount('SIGINT');
      await expect.poll(() => process.listenerCount('SIGINT')).toBeGreaterThan(listening);
      const said = (): string => vi.mocked(process.stdout).write.mock.calls.join('');
      await expect.poll(said).toMatch(/http:\S+/);
      url = /http:\S+/.exec(said())![0];
      expect(await (await fetch(url)).text()).toContain('<!doctype html>');
      process.emit('SIGINT');
      return served;
    });
    expect(exitCode).toBe(0);
    expect(text).toBe(
      `${url} shows ${join(folder, 'reports')}, and each new rendering by itself. Ctrl-C ends it.\n`,
    );
    await expect(fetch(url)).rejects.toThrow();
  });

  it('says that a port cannot be used', async () => {
    const folder = projectFolder(published);
    expect(
      await messageOf(
        captured(() => run([], { cwd: folder, color: false, serve: true, port: 70_000 })),
        folder,
      ),
    ).toMatch(/^port 70000 cannot be used: /);
  });

  it('says which numbers differ from those of another report', async () => {
    using before = sampleReport();
    using after = sampleReport({ ...quickPlan, iterations: [300, 800] });
    const folder = projectFolder({
      ...published,
      'reports/report.json': JSON.stringify(after.report),
      'old/report.json': JSON.stringify(before.report),
    });
    const { text } = await captured(() => run([], { cwd: folder, color: false, compare: 'old' }));
    expect(text).toMatch(/run dice-cross-entropy\/30\/0\/0, iterations +\d+ +\d+ +×/);
    expect(text).toMatch(/^numbers beyond their tolerance: \d+; within it: \d+; equal: \d+.*\n$/m);
    expect(
      await messageOf(
        captured(() => run([], { cwd: folder, color: false, compare: 'missing.json' })),
        folder,
      ),
    ).toMatch(/^there is no report "missing\.json": missing\.json does not exist/);
  });

  it('ends with exit code 1 under --exit-code where a number differs by more than its tolerance, not for one within it', async () => {
    using before = sampleReport();
    const ended = async (factor: number) => {
      const after = structuredClone(before.report);
      after.runs[0]!.peakAlignment! *= factor;
      const cwd = projectFolder({
        ...published,
        'reports/report.json': JSON.stringify(after),
        'old/report.json': JSON.stringify(before.report),
      });
      return (await captured(() => run([], { cwd, color: false, compare: 'old', exitCode: true }))).exitCode;
    };
    expect([await ended(1), await ended(1.005), await ended(1.1)]).toEqual([0, 0, 1]);
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

  it('says that what is published is no report: another run would give none either', async () => {
    const folder = projectFolder({ ...smallProject, 'reports/table.csv': 'a' });
    const said = messageOf(
      captured(() => run([], { cwd: folder, color: false })),
      folder,
    );
    expect(await said).toBe('there is no report: reports has no index.html');
  });

  it.each([
    [{ exitCode: true }, 'report --exit-code does nothing without --compare OLD'],
    [{ format: 'markdown' as const }, 'report --format markdown does nothing without --compare OLD'],
    [{ port: 80 }, 'report --port 80 does nothing without --serve'],
  ])('refuses an option that would do nothing: %o', async (options, message) => {
    const folder = projectFolder(published);
    const said = messageOf(
      captured(() => run([], { cwd: folder, color: false, ...options })),
      folder,
    );
    expect(await said).toBe(message);
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
