import { dirname } from 'node:path';
import { type RemoteSetting, remoteSettings } from '../../cache/remotes/remote-settings.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { isWithin } from '../../pipeline/within.ts';
import type { GlobalOptions } from '../options.ts';
import type { Project } from '../project.ts';

/**
 * The remotes of a project, as far as they may be used.
 * @throws PipelineError bad-argument where there is none to read from and everything has to come from there
 */
export function projectRemotes(
  { pipeline, cacheFolder }: Pick<Project, 'pipeline' | 'cacheFolder'>,
  { remoteAccess, remoteOnly }: GlobalOptions,
): RemoteSetting[] {
  const { config, source } = pipeline;
  const settings = remoteSettings(config.remotes ?? [], dirname(source.file), remoteAccess);
  for (const { address } of settings)
    if (address.kind === 'folder' && isWithin(address.path, cacheFolder))
      throw new PipelineError('bad-argument', `the remote ${address.path} lies in the cache itself`, {
        hint: 'Name a folder of its own, which the other machines see.',
      });
  if (remoteOnly === true && !settings.some(({ reads }) => reads))
    throw new PipelineError('bad-argument', '--remote-only, and there is no remote to read from', {
      hint: 'Name one under "remotes" in pipeline.yaml or in EOS_REMOTE; see docs/remote-cache.md.',
    });
  return settings;
}

/**
 * The same for commands that are about remotes.
 * @throws PipelineError bad-argument where there is none that may be used so
 */
export function neededRemotes(
  project: Pick<Project, 'pipeline' | 'cacheFolder'>,
  options: GlobalOptions,
  use: 'reads' | 'writes',
): RemoteSetting[] {
  const settings = projectRemotes(project, options).filter((setting) => setting[use]);
  if (settings.length > 0) return settings;
  throw new PipelineError(
    'bad-argument',
    `there is no remote cache to ${use === 'reads' ? 'read from' : 'write to'}`,
    {
      hint: 'Name one under "remotes" in pipeline.yaml or in EOS_REMOTE; see docs/remote-cache.md.',
    },
  );
}
