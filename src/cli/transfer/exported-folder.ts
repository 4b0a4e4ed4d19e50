import { FolderStore } from '../../cache/remotes/stores/folder-store.ts';
import { RemoteError } from '../../cache/remotes/stores/remote-error.ts';
import { remoteSettings } from '../../cache/remotes/remote-settings.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';

/** A disk that is carried may sleep for a while. */
const STALL_MS = 60_000;

/** An exported folder is a remote cache in a folder; it is signed with the key of the environment, as remotes are. */
export function exportedFolder(folder: string): { store: FolderStore; signingKey: string | undefined } {
  const [setting] = remoteSettings([{ url: folder, read: true, write: true }], folder, 'read-write', {
    EOS_REMOTE_KEY: process.env['EOS_REMOTE_KEY'],
  });
  return { store: new FolderStore(folder, STALL_MS), signingKey: setting?.signingKey };
}

/** Says what is wrong with the folder; an error that is not about it is returned as it is. */
export function folderError(error: unknown): unknown {
  if (!(error instanceof RemoteError)) return error;
  const code =
    error.fault === 'full' ? 'disk-full' : error.fault === 'denied' ? 'permission-denied' : 'file-system';
  return new PipelineError(code, error.message, {
    hint: 'Make room in that folder, or give this user access to it; then run the same command again: it goes on from what is there.',
    cause: error,
  });
}
