import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { temporaryFolder } from './temporary-folder.ts';

interface Step {
  id?: string;
  if?: string;
  uses?: string;
  with?: Record<string, string | number>;
  run?: string;
  env?: Record<string, string>;
}

/** What a job left behind. */
export interface JobOutcome {
  /** The checkout in which it ran. */
  workspace: string;
  succeeded: boolean;
  /** What its commands wrote, step after step. */
  log: string;
  summary: string;
  /** What a pull request was to be told that it changes. */
  changes?: string;
  /** The folder that was given to Pages. */
  pages?: string;
}

/** Runs the job "report" of a workflow as the service would: a fresh clone and home, the runner's files, and caches that no job can change. */
export class WorkflowRunner {
  readonly #origin: string;
  readonly #caches: { key: string; archive: string }[] = [];
  #run = 0;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Keys of the saved caches, in the order in which they were saved. */
  get cacheKeys(): string[] {
    return this.#caches.map(({ key }) => key);
  }

  /** A push to main, or a pull request of another branch. */
  job(branch: string): JobOutcome {
    this.#run++;
    const folder = temporaryFolder();
    const workspace = join(folder, 'workspace');
    const home = join(folder, 'home');
    const temporary = join(folder, 'temporary');
    for (const made of [home, temporary]) mkdirSync(made);
    const ref = branch === 'main' ? 'refs/heads/main' : `refs/pull/${this.#run}/merge`;
    must(
      'git',
      ['clone', '--quiet', '--depth', '1', '--branch', branch, `file://${this.#origin}`, workspace],
      folder,
    );
    const { jobs } = parse(readFileSync(join(workspace, '.github/workflows/report.yml'), 'utf8')) as {
      jobs: { report: { steps: Step[] } };
    };
    const context: Record<string, string> = {
      'runner.os': 'Linux',
      'runner.arch': 'X64',
      'runner.temp': temporary,
      'github.event_name': branch === 'main' ? 'push' : 'pull_request',
      'github.run_id': String(1000 + this.#run),
      'github.run_attempt': '1',
      'github.ref': ref,
    };
    const outcome: JobOutcome = { workspace, succeeded: true, log: '', summary: '' };
    for (const step of jobs.report.steps) {
      if (!isWanted(step.if, context, outcome.succeeded)) continue;
      if (step.uses !== undefined) this.#use(step, context, outcome);
      else this.#command(step, { folder, home, ref, temporary }, context, outcome);
    }
    return outcome;
  }

  #use({ uses, id, with: given = {} }: Step, context: Record<string, string>, outcome: JobOutcome): void {
    const { workspace } = outcome;
    const input = (name: string): string => filled(String(given[name]), context);
    switch (uses!.replace(/@v\d+$/, '')) {
      case 'actions/checkout':
      case 'actions/setup-node':
        return;
      case 'actions/cache/restore': {
        context[`steps.${id!}.outputs.cache-primary-key`] = input('key');
        const found = this.#caches.findLast(({ key }) => key.startsWith(input('restore-keys')));
        if (found !== undefined) must('tar', ['-xf', found.archive], workspace);
        return;
      }
      case 'actions/cache/save': {
        const archive = join(temporaryFolder(), 'cache.tar');
        must('tar', ['-cf', archive, input('path')], workspace);
        this.#caches.push({ key: input('key'), archive });
        return;
      }
      case 'actions/upload-artifact': {
        outcome.changes = readFileSync(input('path'), 'utf8');
        return;
      }
      case 'actions/upload-pages-artifact': {
        outcome.pages = join(temporaryFolder(), 'pages');
        cpSync(join(workspace, input('path')), outcome.pages, { recursive: true });
        return;
      }
      default:
        throw new Error(`the runner does not know ${uses!}`);
    }
  }

  #command(
    { id, run = '', env = {} }: Step,
    place: { folder: string; home: string; ref: string; temporary: string },
    context: Record<string, string>,
    outcome: JobOutcome,
  ): void {
    const [script, summary, output] = ['script.sh', 'summary.md', 'output'].map((name) =>
      join(place.folder, name),
    );
    for (const file of [summary!, output!]) writeFileSync(file, '');
    writeFileSync(script!, run);
    const { PATH = '', TMPDIR } = process.env;
    // As the service starts a step that names no shell.
    const { status, stdout, stderr } = spawnSync('bash', ['-e', script!], {
      cwd: outcome.workspace,
      encoding: 'utf8',
      env: {
        PATH,
        TMPDIR,
        HOME: place.home,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_WORKSPACE: outcome.workspace,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: output,
        GITHUB_REF: place.ref,
        GITHUB_BASE_REF: place.ref === 'refs/heads/main' ? '' : 'main',
        RUNNER_TEMP: place.temporary,
        ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value, context)])),
      },
    });
    for (const [, name, value] of readFileSync(output!, 'utf8').matchAll(/^(\w+)=(.*)$/gm))
      context[`steps.${id!}.outputs.${name!}`] = value!;
    outcome.log += `$ ${run}\n${stdout}${stderr}`;
    outcome.summary += existsSync(summary!) ? readFileSync(summary!, 'utf8') : '';
    if (status !== 0) outcome.succeeded = false;
  }
}

/** A step runs while all before it succeeded, and those that say "!cancelled()" also after a failure. */
function isWanted(
  condition: string | undefined,
  context: Record<string, string>,
  succeeded: boolean,
): boolean {
  const terms = (condition ?? '')
    .replace(/^\$\{\{(.*)\}\}$/, '$1')
    .split('&&')
    .map((term) => term.trim());
  if (!succeeded && !terms.includes('!cancelled()')) return false;
  return terms.every((term) => {
    if (term === '' || term === '!cancelled()') return true;
    const [, name = '', value] = /^([\w.]+) == '([^']*)'$/.exec(term) ?? [];
    if (!(name in context)) throw new Error(`the runner does not know the condition ${term}`);
    return context[name] === value;
  });
}

function filled(text: string, context: Record<string, string>): string {
  return text.replaceAll(/\$\{\{ *([\w.-]+) *\}\}/g, (_, name: string) => {
    if (context[name] === undefined) throw new Error(`the runner does not know ${name}`);
    return context[name];
  });
}

function must(command: string, args: string[], cwd: string): void {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
