/** Options of sbatch that this program gives by itself: another value would break how jobs are named, watched and ended. */
const OWN = new Set(
  (
    '-a --array -J --job-name -o --output -e --error -i --input -D --chdir -W --wait --signal --requeue --no-requeue ' +
    '--export --export-file --get-user-env --wrap --parsable --open-mode --test-only -H --hold -M --clusters -x --exclude ' +
    '-N --nodes -n --ntasks -c --cpus-per-task -Q --quiet -v --verbose -h --help --usage -V --version'
  ).split(' '),
);

/** Options that have a key in pipeline.yaml. */
const NAMED: Readonly<Record<string, string>> = {
  '-p': 'partition',
  '--partition': 'partition',
  '-A': 'account',
  '--account': 'account',
  '-q': 'qos',
  '--qos': 'qos',
  '-C': 'constraint',
  '--constraint': 'constraint',
  '--gres': 'gres',
  '-t': 'time',
  '--time': 'time',
  '--mem': 'memory',
};

/** What is wrong with a further option of sbatch. */
export function extraOptionProblem(option: string): string | undefined {
  const [, name] = /^(--[A-Za-z][\w-]*|-[A-Za-z])/.exec(option) ?? [];
  if (name === undefined) return 'is no option of sbatch: each begins with "-" or "--"';
  if (/\s|\p{Cc}/u.test(option)) return 'has a space: write "--option=value", as one word';
  if (OWN.has(name)) return 'is an option that eos-pipeline gives by itself';
  const key = NAMED[name];
  return key === undefined ? undefined : `has a key of its own: write "${key}: …"`;
}
