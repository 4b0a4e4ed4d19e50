import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../../src/execution/event.ts';
import type { RunOptions } from '../../src/execution/run-options.ts';
import type { Instance, Plan } from '../../src/pipeline/plan/plan.ts';
import { type Ended, EventProcess } from '../event-process.ts';
import { anything, longStage } from '../long-stage.ts';
import { instanceOf } from '../stage-project.ts';

const DRIVER = fileURLToPath(new URL('./driver.ts', import.meta.url));

const SMALL = `
import { writeFileSync } from 'node:fs';
export default {
  name: 'small', description: '', params: ${anything}, inputs: {}, outputs: ['data.txt', 'nested'],
  run({ params, seed, output, log }) {
    log('small ' + params.number);
    writeFileSync(output + '/data.txt', params.generation + ' ' + params.number + ' ' + seed + '\\n');
    import_nested(output, params);
    return { number: params.number };
  },
};
import { mkdirSync } from 'node:fs';
function import_nested(output, params) {
  mkdirSync(output + '/nested/deep', { recursive: true });
  writeFileSync(output + '/nested/deep/more.bin', Buffer.alloc(2000 + params.number, params.number));
}
`;

const GATHER = `
import { readFileSync, writeFileSync } from 'node:fs';
export default {
  name: 'gather', description: '', params: ${anything}, inputs: { parts: 'many', long: 'one' }, outputs: ['all.txt'],
  run({ inputs, input, output }) {
    const parts = inputs('parts').map(({ path }) => readFileSync(path + '/data.txt', 'utf8'));
    writeFileSync(output + '/all.txt', parts.join('') + readFileSync(input('long').path + '/result.txt', 'utf8'));
  },
};
`;

export interface ProjectSettings {
  generation: number;
  small: number;
  steps: number;
  stepMs: number;
}

/** A project of many small stages, a long one with checkpoints, and one that collects them all and is published. */
export class Project {
  readonly root: string;
  readonly cache: string;
  readonly lockFile: string;
  /** Instances at the same time: each takes a worker process, whose start is most of the work of a small run. */
  jobs = 2;
  settings: ProjectSettings = { generation: 0, small: 10, steps: 20, stepMs: 3 };
  /** Changes the instances of the plan before each run. */
  adapt: (instances: Instance[]) => Instance[] = (instances) => instances;

  constructor(settings: Partial<ProjectSettings> = {}, cache?: string) {
    this.root = mkdtempSync(join(tmpdir(), 'eos-faults-'));
    this.cache = cache ?? join(this.root, 'cache');
    this.lockFile = join(this.root, 'pipeline.lock');
    this.settings = { ...this.settings, ...settings };
    this.write('package.json', '{ "name": "project", "type": "module" }');
    this.write('stages/small.ts', SMALL);
    this.write('stages/long.ts', longStage());
    this.write('stages/gather.ts', GATHER);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  instance(id: string, parts: Partial<Instance>): Instance {
    const file = join(this.root, `stages/${id.replace(/\[.*/, '')}.ts`);
    return instanceOf(this.root, id, { work: { kind: 'uses', file }, ...parts });
  }

  plan(): Plan {
    const { generation, small, steps, stepMs } = this.settings;
    const smalls = Array.from({ length: small }, (_, number) =>
      this.instance(`small[number=${number}]`, { params: { generation, number } }),
    );
    const instances = this.adapt([
      this.instance('long', { params: { generation, steps, stepMs, saveEvery: 5 } }),
      ...smalls,
      this.instance('gather', {
        needs: {
          parts: { kind: 'instances', ids: smalls.map(({ id }) => id).sort(), many: true },
          long: { kind: 'instances', ids: ['long'], many: false },
        },
        publish: join(this.root, 'reports'),
      }),
    ]);
    const stages = [...new Set(instances.map(({ stage }) => stage))];
    return { title: 'faults', root: this.root, instances, stages, profile: 'none' };
  }

  /** Starts a run in a process of its own, as another user or with few open files where asked. */
  start(
    options: Partial<RunOptions> = {},
    environment: Record<string, string> = {},
    uid?: number,
    openFiles?: number,
  ): Run {
    const request = { plan: this.plan(), options: { cacheFolder: this.cache, jobs: this.jobs, ...options } };
    return new Run(JSON.stringify(request), environment, uid, openFiles);
  }

  /** Runs to the end. */
  async run(options: Partial<RunOptions> = {}, environment: Record<string, string> = {}): Promise<Ended> {
    return this.start(options, environment).ended;
  }

  /** The published folder and the lock file, as text. */
  results(): string {
    return [readFileSync(this.lockFile, 'utf8'), ...folderTexts(join(this.root, 'reports'))].join('\n');
  }

  /** Absolute path of the output of an instance, by the lock file. */
  output(id: string): string {
    const line = readFileSync(this.lockFile, 'utf8')
      .split('\n')
      .find((text) => text.startsWith(`${id} `))!;
    const digest = line.split(' ')[2]!;
    return join(this.cache, 'outputs', digest.slice(0, 2), digest);
  }

  /** Absolute path of the action record of an instance, by the lock file. */
  record(id: string): string {
    const line = readFileSync(this.lockFile, 'utf8')
      .split('\n')
      .find((text) => text.startsWith(`${id} `))!;
    const key = line.split(' ')[1]!;
    return join(this.cache, 'actions', key.slice(0, 2), `${key}.json`);
  }
}

/** A run in a process of its own. */
export class Run {
  readonly #child: EventProcess;
  #onEvent: () => void = () => undefined;
  readonly #watchers: { fits: (event: RunEvent) => boolean; resolve: (event: RunEvent) => void }[] = [];

  constructor(request: string, environment: Record<string, string>, uid?: number, openFiles?: number) {
    const [command, ...parameters] =
      openFiles === undefined
        ? [process.execPath, DRIVER]
        : ['sh', '-c', `ulimit -n ${openFiles}; exec "$0" "$1"`, process.execPath, DRIVER];
    const options = {
      ...(uid !== undefined && { uid, gid: uid }),
      // Compiled modules are kept, so that hundreds of runs do not compile them hundreds of times.
      env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env, ...environment },
    };
    this.#child = new EventProcess(command, parameters, options, (event) => {
      this.#onEvent();
      for (const watcher of this.#watchers) if (watcher.fits(event)) watcher.resolve(event);
    });
    this.process.stdin!.end(request);
  }

  get process(): ChildProcess {
    return this.#child.process;
  }

  get ended(): Promise<Ended> {
    return this.#child.ended;
  }

  /** The next event of a type (or one that has been), of one instance where asked. */
  event(type: RunEvent['type'], instance?: string): Promise<RunEvent> {
    const fits = (event: RunEvent) =>
      event.type === type && (instance === undefined || ('instance' in event && event.instance === instance));
    const known = this.#child.told.find(fits);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.#watchers.push({ fits, resolve }));
  }

  /** Resolves when the run has told this many events, or has ended. */
  async events(count: number): Promise<void> {
    const enough = new Promise<void>((resolve) => {
      this.#onEvent = () => {
        if (this.#child.told.length >= count) resolve();
      };
      this.#onEvent();
    });
    await Promise.race([enough, this.ended]);
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Process ids of the workers and of all that they have started, where /proc tells. */
  workers(): number[] {
    return descendants(this.process.pid!);
  }
}

function descendants(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return children
      .split(' ')
      .filter(Boolean)
      .map(Number)
      .flatMap((child) => [child, ...descendants(child)]);
  } catch {
    return []; // ended meanwhile, or no Linux
  }
}

/** Every file below a folder with its content. */
export function folderTexts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => `${path}\n${readFileSync(join(folder, path), 'latin1')}`);
}
