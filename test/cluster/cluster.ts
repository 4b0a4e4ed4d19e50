import { execFile, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { untilEnded } from '../processes.ts';
import { freePlace, type Place } from '../servers/free-place.ts';

const START = resolve(import.meta.dirname, 'slurm/start');
const STOP = resolve(import.meta.dirname, 'slurm/stop');
/** Daemons run as root and trust only folders that others do not write to: not the folder for temporary files. */
const PREFIX = '/var/lib/eos-slurm-test.';
const PORTS = 20;
/** The exit code of `start` where this machine cannot have a Slurm. */
const UNAVAILABLE = 69;

/** What a test asks of the cluster; the defaults are those of slurm/start. */
export interface ClusterSettings {
  accounting?: boolean;
  cgroup?: boolean;
  maxArraySize?: number;
  minJobAge?: number;
}

/** A cluster of three nodes on this machine: n1, n2, n3. */
export class Cluster {
  readonly home: string;
  readonly #port: number;

  constructor({ home, port }: Place) {
    this.home = home;
    this.#port = port;
  }

  /** What a client of this cluster has in its environment. */
  get environment(): Record<string, string> {
    return { SLURM_CONF: join(this.home, 'slurm.conf') };
  }

  /** Brings it up, or what is down of it, with these settings; says why where this machine cannot have it. */
  start(settings: ClusterSettings = {}): { missing?: string } {
    const { accounting = false, cgroup = false, maxArraySize = 1001, minJobAge = 300 } = settings;
    const { status, stderr } = spawnSync(START, {
      encoding: 'utf8',
      env: {
        ...process.env,
        EOS_SLURM_HOME: this.home,
        EOS_SLURM_PORT: String(this.#port),
        EOS_SLURM_ACCOUNTING: accounting ? '1' : '0',
        EOS_SLURM_CGROUP: cgroup ? '1' : '0',
        EOS_SLURM_MAX_ARRAY: String(maxArraySize),
        EOS_SLURM_MIN_JOB_AGE: String(minJobAge),
      },
    });
    if (status === UNAVAILABLE)
      return {
        missing: stderr
          .trim()
          .split('\n')
          .at(-1)!
          .replace(/^slurm: /, ''),
      };
    if (status !== 0) throw new Error(`the cluster did not come up:\n${stderr}`);
    return {};
  }

  /** Ends it and removes its folder. */
  stop(): void {
    spawnSync(STOP, ['--wipe'], { env: { ...process.env, EOS_SLURM_HOME: this.home }, stdio: 'inherit' });
  }

  /** Runs a command of Slurm; gives what it printed. */
  async run(command: string, ...args: string[]): Promise<string> {
    const env = { ...process.env, ...this.environment };
    const { stdout } = await promisify(execFile)(command, args, { env });
    return stdout.trim();
  }

  /** Cancels every job, and waits until none is left. */
  async clear(): Promise<void> {
    const jobs = async () => await this.run('squeue', '-h', '-o', '%A');
    for (;;) {
      const left = await jobs();
      if (left === '') return;
      await this.run('scancel', ...new Set(left.split('\n')));
      await setTimeout(100);
    }
  }

  /** Waits until every node waits for work. */
  async untilIdle(): Promise<void> {
    for (;;) {
      const nodes = (await this.run('sinfo', '-h', '-N', '-p', 'main', '-o', '%N %T (%E)')).split('\n');
      // Nobody here gives such a node work again.
      const drained = nodes.filter((node) => /^\S+ drain/.test(node));
      if (drained.length > 0) throw new Error(`drained: ${drained.join(', ')}`);
      if (nodes.every((node) => /^\S+ idle /.test(node))) return;
      await setTimeout(200);
    }
  }

  /** The last lines of what its daemons wrote. */
  logs(): string {
    const folder = join(this.home, 'log');
    return readdirSync(folder)
      .map((name) => [`== ${name}`, ...readFileSync(join(folder, name), 'utf8').split('\n').slice(-60)])
      .flat()
      .join('\n');
  }

  /** The process of a daemon: slurmctld, or slurmd.n1. */
  pidOf(daemon: string): number {
    return Number(readFileSync(join(this.home, `run/${daemon}.pid`), 'utf8'));
  }

  /** Sends a signal to a daemon; waits for its end where it is killed. */
  async signal(daemon: string, signal: NodeJS.Signals): Promise<void> {
    const pid = this.pidOf(daemon);
    process.kill(pid, signal);
    if (signal === 'SIGKILL') await untilEnded(pid);
  }

  /** Starts slurmctld again after it was killed. */
  startController(): void {
    this.#daemon('slurmctld');
  }

  /**
   * Starts the slurmd of a node again after it was killed.
   * @param hidden - a folder that this node does not see
   */
  startNode(name: string, hidden?: string): void {
    if (hidden === undefined) this.#daemon('slurmd', '-N', name);
    else {
      const hide = 'mount --make-rprivate / && mount -t tmpfs tmpfs "$1" && exec slurmd -N "$0"';
      this.#daemon('unshare', '--mount', 'sh', '-c', hide, name, hidden);
    }
  }

  #daemon(command: string, ...args: string[]): void {
    spawn(command, args, {
      env: { ...process.env, ...this.environment },
      stdio: 'ignore',
      detached: true,
    }).unref();
  }
}

/** Where a cluster may live on this machine. */
export function clusterPlace(): Promise<Place> {
  return freePlace(PREFIX, PORTS, (home) => {
    new Cluster({ home, port: 0 }).stop();
  });
}
