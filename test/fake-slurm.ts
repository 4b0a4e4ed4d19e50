import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** What a command of the fake cluster does: a body for sh, in which `$FAKE` is the folder of the cluster and `$*` the arguments. */
export type FakeCommands = Partial<Record<'sbatch' | 'squeue' | 'sacct' | 'scontrol' | 'scancel', string>>;

/** Runs each task of the array at once, on this machine; a job is over when all its tasks are. */
const RUN = `
job=$(($(cat $FAKE/jobs 2>/dev/null || echo 10) + 1)); echo $job > $FAKE/jobs
last=0
for word; do
  case $word in
    --array=*) range=\${word#--array=0-}; last=\${range%%%*} ;;
    --output=*) output=\${word#--output=} ;;
    --job-name=*) echo $job > "$FAKE/name-\${word#--job-name=}" ;;
  esac
  script=$word
done
i=0
while [ $i -le $last ]; do
  echo "\${job}_$i|RUNNING|n1|None" >> $FAKE/running
  out=$(echo "$output" | sed "s/%a/$i/")
  (SLURM_ARRAY_TASK_ID=$i SLURM_ARRAY_JOB_ID=$job SLURMD_NODENAME=n1 sh "$script" >> "$out" 2>&1
   code=$?; [ $code = 0 ] && state=COMPLETED || state=FAILED; echo "\${job}_$i|$state|n1|None" >> $FAKE/ended) > /dev/null 2>&1 &
  i=$((i + 1))
done
echo $job`;

const CONFIG = `cat <<'END'
ClusterName             = fake
MaxArraySize            = 1001
AccountingStorageType   = accounting_storage/none
SLURM_VERSION           = 22.05.8
END`;

const COMMANDS: Required<FakeCommands> = {
  sbatch: RUN,
  squeue: 'cat $FAKE/running $FAKE/ended 2>/dev/null || :',
  sacct: 'echo "Slurm accounting storage is disabled" >&2; exit 1',
  scontrol: `case "$*" in
*config*) ${CONFIG}
;;
*) echo 'PartitionName=main Default=YES MaxTime=UNLIMITED State=UP'; echo 'PartitionName=short Default=NO MaxTime=00:01:00 State=UP' ;;
esac`,
  scancel: ':',
};

/** Puts a cluster on the path that is none: commands of these names that do as they are told. Gives its folder. */
export function fakeSlurm(commands: FakeCommands = {}): string {
  const folder = temporaryFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, body] of Object.entries({ ...COMMANDS, ...commands })) {
    const path = join(bin, name);
    writeFileSync(path, `#!/bin/sh\nFAKE=${folder}\necho "${name} $*" >> $FAKE/calls\n${body}\n`);
    chmodSync(path, 0o755);
  }
  const before = process.env['PATH'];
  process.env['PATH'] = `${bin}:${before}`;
  onTestFinished(() => {
    process.env['PATH'] = before;
  });
  return folder;
}

/** The calls that the commands of a fake cluster got, in order. */
export function fakeCalls(folder: string, name: keyof FakeCommands): string[] {
  const path = join(folder, 'calls');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
}
