import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePlace, type Place } from '../servers/free-place.ts';

/** A server that runs, with what a client needs to know. */
export interface Running {
  environment: Record<string, string>;
  stop: () => void;
}

type ServerName = 'radosgw' | 'swift' | 'nginx';

const PACKAGES: Record<ServerName, string[]> = {
  radosgw: ['radosgw', 'ceph-mon', 'ceph-osd', 'curl'],
  swift: ['swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached', 'curl'],
  nginx: ['nginx-light'],
};
/** As many as the largest of them wants. */
const PORTS = 40;
const INSTALL = fileURLToPath(new URL('../servers/install-packages', import.meta.url));

/** Starts a server, or says why its tests are skipped. */
export async function start(name: ServerName): Promise<Running | undefined> {
  const reason = unavailable(name);
  if (reason !== undefined) {
    process.stderr.write(`skipped: the tests on ${name}: ${reason}\n`);
    return undefined;
  }
  const place = await freePlace(join(tmpdir(), `eos-${name}.`), PORTS, (home) => {
    stop(name, home);
  });
  chmodSync(place.home, 0o755);
  try {
    const environment = name === 'nginx' ? await startNginx(place) : startStore(name, place);
    return {
      environment,
      stop: () => {
        stop(name, place.home);
      },
    };
  } catch (error) {
    stop(name, place.home);
    throw error;
  }
}

/** Why a server cannot be had here; its packages are installed where that can be done. */
function unavailable(name: ServerName): string | undefined {
  const { status, stderr, error } = spawnSync(INSTALL, PACKAGES[name], { encoding: 'utf8' });
  if (status !== 0) return error?.message ?? stderr.trim().split('\n').at(-1)!;
  return name === 'swift' && process.getuid?.() !== 0 ? 'only root can bring it up' : undefined;
}

function stop(name: ServerName, home: string): void {
  if (name === 'nginx') spawnSync('/usr/sbin/nginx', ['-c', join(home, 'nginx.conf'), '-s', 'stop']);
  else spawnSync('bash', [scriptOf(name), 'stop', home], { stdio: 'ignore' });
  rmSync(home, { recursive: true, force: true });
}

function scriptOf(name: ServerName): string {
  return fileURLToPath(new URL(`${name}.sh`, import.meta.url));
}

/** The script prints the environment of a client. */
function startStore(name: ServerName, { home, port }: Place): Record<string, string> {
  const { status, stdout, stderr } = spawnSync('bash', [scriptOf(name), 'start', home, String(port)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} did not start: ${stderr}`);
  const lines = stdout.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/).slice(0, 2) as [string, string]));
}

/** nginx with its DAV module, as docs/remote-cache.md shows it. */
async function startNginx({ home, port }: Place): Promise<Record<string, string>> {
  for (const folder of ['root/cache', 'tmp']) mkdirSync(join(home, folder), { recursive: true });
  const config = `
worker_processes 2; pid ${home}/pid; error_log ${home}/error.log;
events { worker_connections 256; }
http {
  access_log off; client_body_temp_path ${home}/tmp; client_max_body_size 0;
  server {
    listen 127.0.0.1:${port}; root ${home}/root;
    location /cache/ { dav_methods PUT DELETE; create_full_put_path on; dav_access user:rw group:r all:r; }
    location /closed/ { auth_basic "cache"; auth_basic_user_file ${home}/passwords; dav_methods PUT DELETE; }
    location /full/ { client_max_body_size 100; dav_methods PUT DELETE; create_full_put_path on; }
  }
}`;
  writeFileSync(join(home, 'passwords'), 'eos:{PLAIN}secret\n');
  writeFileSync(join(home, 'nginx.conf'), config);
  // Its workers are another user's, where it is started by root.
  if (process.getuid?.() === 0) {
    const id = Number(spawnSync('id', ['-u', 'www-data'], { encoding: 'utf8' }).stdout);
    writeFileSync(join(home, 'nginx.conf'), `user www-data;${config}`);
    for (const folder of ['root', 'root/cache', 'tmp']) chownSync(join(home, folder), id, id);
  }
  spawn('/usr/sbin/nginx', ['-c', join(home, 'nginx.conf'), '-e', join(home, 'error.log')], {
    stdio: 'ignore',
  });
  for (let attempt = 0; ; attempt++) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answered !== undefined) break;
    if (attempt === 600)
      throw new Error(`nginx did not start: ${readFileSync(join(home, 'error.log'), 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { EOS_REMOTE: `http://127.0.0.1:${port}/cache` };
}
