import { resolve } from 'node:path';
import { CacheFolder } from '../../../cache/files/cache-folder.ts';
import { Remote } from '../../../cache/remotes/remote.ts';
import { readExportList } from '../../../cache/transfer/export-list.ts';
import { importCache } from '../../../cache/transfer/import-cache.ts';
import { counted } from '../../../pipeline/faults/counted.ts';
import { PipelineError } from '../../../pipeline/faults/error.ts';
import { sizeText } from '../../../progress/size-text.ts';
import type { GlobalOptions } from '../../options.ts';
import { say, sayJson } from '../../output.ts';
import { projectFolders } from '../../folders.ts';
import { exportedFolder } from '../../transfer/exported-folder.ts';
import { itemBar } from '../../transfer/item-bar.ts';
import { whileUsed } from '../../transfer/while-used.ts';

/** Takes results and checkpoints from an exported folder; exit code 1 where something of it was refused. */
export async function run([given]: string[], options: GlobalOptions): Promise<number> {
  const folder = resolve(given!);
  const { store, signingKey } = exportedFolder(folder);
  const list = readExportList(folder, signingKey);
  if (list.state !== 'read')
    throw new PipelineError(
      'bad-argument',
      list.state === 'missing'
        ? `${folder} holds no export`
        : `the export ${folder} is damaged: ${list.problem}`,
      { hint: 'Name a folder that "eos-pipeline export" has filled; nothing was taken.' },
    );
  const cache = new CacheFolder(projectFolders(options).cacheFolder);
  cache.create();
  const bar = itemBar(options);
  const report = await whileUsed(cache, (owner) =>
    importCache(cache, new Remote(store, signingKey), list.content, { owner, onProgress: bar.show }),
  ).finally(() => {
    bar.clear();
  });
  if (options.json === true) sayJson({ type: 'import', folder, cache: cache.root, ...report });
  else {
    for (const { instance, problem } of report.refused) say(`refused: ${instance}: ${problem}`);
    const known = report.known > 0 ? `; ${report.known} of what it holds were here already` : '';
    say(
      `took ${counted(report.results, 'result')} (${sizeText(report.sizeBytes)}) and ${counted(report.checkpoints, 'checkpoint')}${known}; "eos-pipeline repro" goes on from there`,
    );
  }
  return report.refused.length === 0 ? 0 : 1;
}
