import { fileURLToPath } from 'node:url';
import { shellQuote } from '../../pipeline/values/shell-quote.ts';
import { NODE_LOG } from './probe-messages.ts';

const ENTRY = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './probe-node.ts' : './probe-node.js', import.meta.url),
);

/** The exit codes of the script for what keeps it from starting the probe. */
export const UNSEEN = { folder: 71, program: 72 } as const;

/** A folder that was made a moment ago may take this long to be seen on a node. */
const PATIENCE_S = 20;

/** The script of the probe. It may not rely on the shared folder: that is what it is to find out about. */
export function probeScript(folder: string, seen: readonly string[]): string {
  const [place, node, entry] = [folder, process.execPath, ENTRY].map(shellQuote);
  return `#!/bin/sh
waited=0
while ! [ -f ${place}/probe.sh ]; do
  [ "$waited" -lt ${PATIENCE_S} ] || exit ${UNSEEN.folder}
  waited=$((waited + 1))
  sleep 1
done
exec >>${place}/${NODE_LOG} 2>&1
[ -x ${node} ] && [ -f ${entry} ] || exit ${UNSEEN.program}
exec ${node} --disable-warning=ExperimentalWarning ${entry} ${place} ${seen.map(shellQuote).join(' ')}
`;
}
