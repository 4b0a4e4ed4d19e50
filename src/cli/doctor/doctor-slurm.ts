import { probeSlurm } from '../../execution/site/probe.ts';
import { readSite } from '../../execution/site/read-site.ts';
import { durationText } from '../../progress/duration-text.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { packageFolder } from '../folders.ts';
import { openProject } from '../project.ts';
import { type Diagnosis, inTheWay } from './diagnosis.ts';
import { probeFindings } from './probe-findings.ts';
import { siteFindings, wantedPartition } from './site-findings.ts';
import { probeOptions, wantedOf } from './wanted.ts';

/** Looks at the Slurm of this machine, and lets a job try what a run needs; exit code 1 where something stands in the way. */
export async function doctorSlurm(options: GlobalOptions, waitMs: number): Promise<number> {
  const project = await openProject(options);
  const findings: Diagnosis[] = [];
  const tell = (found: readonly Diagnosis[]): void => {
    findings.push(...found);
    if (options.json !== true) for (const finding of found) say(findingText(finding));
  };
  const site = await readSite();
  if ('problem' in site) {
    tell([inTheWay('Slurm', site.problem, site.hint)]);
  } else {
    const wanted = wantedOf(project.plan);
    tell(siteFindings(site, wanted));
    const partition = wantedPartition(site, wanted);
    if (partition !== undefined) {
      const result = await probeSlurm({
        folder: project.cacheFolder,
        options: probeOptions(project.plan, partition),
        seen: [project.root, packageFolder()],
        waitMs,
        onWait: options.json === true ? () => undefined : sayWaiting,
      });
      tell(probeFindings(project.cacheFolder, result));
    }
  }
  const passed = findings.every(({ state }) => state !== 'fault');
  if (options.json === true) sayJson({ type: 'doctor-slurm', passed, findings });
  else say(passed ? 'a run can use this Slurm' : 'something stands in the way of a run on this Slurm');
  return passed ? 0 : 1;
}

let said = '';

/** Once for each reason. */
function sayWaiting(reason: string, waitedMs: number): void {
  if (reason === said) return;
  said = reason;
  say(`${'probe'.padEnd(10)} waits in the queue (${reason}) since ${durationText(waitedMs)}`);
}

function findingText({ about, state, text, hint }: Diagnosis): string {
  const mark = state === 'fault' ? 'FAULT: ' : '';
  const below = hint === undefined ? '' : `\n${' '.repeat(11)}${hint}`;
  return `${about.padEnd(10)} ${mark}${text.replaceAll('\n', `\n${' '.repeat(11)}`)}${below}`;
}
