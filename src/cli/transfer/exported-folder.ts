import { FolderStore } from '../../cache/remotes/stores/folder-store.ts';
import { remoteSettings } from '../../cache/remotes/remote-settings.ts';

/** A disk that is carried may sleep for a while. */
const STALL_MS = 60_000;

/** An exported folder is a remote cache in a folder; it is signed with the key of the environment, as remotes are. */
export function exportedFolder(folder: string): { store: FolderStore; signingKey: string | undefined } {
  const [setting] = remoteSettings([{ url: folder, read: true, write: true }], folder, 'read-write', {
    EOS_REMOTE_KEY: process.env['EOS_REMOTE_KEY'],
  });
  return { store: new FolderStore(folder, STALL_MS), signingKey: setting?.signingKey };
}
