import { describe, expect, it, vi } from 'vitest';
import { neededRemotes, projectRemotes } from '../../../../src/cli/remotes/project-remotes.ts';
import { openProject } from '../../../../src/cli/project.ts';
import { projectFolder } from '../../../project-folder.ts';

const options = { color: false };

const open = (remotes = '[../shared]') =>
  openProject({
    ...options,
    cwd: projectFolder({
      'pipeline.yaml': `version: 1\nremotes: ${remotes}\nstages: { a: { run: 'true', outputs: [a] } }\n`,
    }),
  });

describe('projectRemotes', () => {
  it('gives the remotes of pipeline.yaml as far as they may be used', async () => {
    const project = await open();
    expect(projectRemotes(project, options)).toMatchObject([
      {
        address: { kind: 'folder', path: expect.stringMatching(/\/shared$/) as string },
        reads: true,
        writes: true,
      },
    ]);
    expect(projectRemotes(project, { ...options, remoteAccess: 'off' })).toEqual([]);
    vi.stubEnv('EOS_REMOTE', '');
    expect(projectRemotes(project, options)).toEqual([]);
  });

  it('refuses the cache itself, and --remote-only with nothing to read from', async () => {
    const inside = await open('[cache/remote]');
    expect(() => projectRemotes(inside, options)).toThrow('lies in the cache itself');
    const none = await open('[]');
    expect(() => projectRemotes(none, { ...options, remoteOnly: true })).toThrow(
      '--remote-only, and there is no remote to read from',
    );
  });

  it('says where a command needs one', async () => {
    const project = await open('[{ url: ../shared, write: false }]');
    expect(neededRemotes(project, options, 'reads').length).toBe(1);
    expect(() => neededRemotes(project, options, 'writes')).toThrow('there is no remote cache to write to');
  });
});
