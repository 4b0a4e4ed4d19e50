import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A server that runs, with what a client needs to know. */
export interface Running {
  environment: Record<string, string>;
  stop: () => void;
}

/** Installs Debian packages where that can be done; says what is missing where not. */
function installed(packages: readonly string[]): string | undefined {
  const missing = packages.filter((name) => {
    const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], {
      encoding: 'utf8',
    });
    return stdout !== 'installed';
  });
  if (missing.length === 0) return undefined;
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0)
    return `${missing.join(', ')} are not installed, and cannot be without root and apt-get`;
  // No service may start by itself.
  const policy = '/usr/sbin/policy-rc.d';
  const mine = !existsSync(policy);
  if (mine) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = (): number | null =>
    spawnSync('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...missing], { env }).status;
  if (install() !== 0) {
    spawnSync('apt-get', ['-qq', 'update']);
    install();
  }
  if (mine) rmSync(policy, { force: true });
  const left = missing.filter(
    (name) =>
      spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' }).stdout !==
      'installed',
  );
  return left.length === 0 ? undefined : `${left.join(', ')} cannot be installed`;
}

/** Starts a server, or says why its tests are skipped. */
export async function start(name: 'radosgw' | 'swift' | 'nginx'): Promise<Running | undefined> {
  const reason = installed(PACKAGES[name]);
  if (reason === undefined) return name === 'nginx' ? await startNginx() : startStore(name);
  process.stderr.write(`skipped: the tests on ${name}: ${reason}\n`);
  return undefined;
}

const PACKAGES = {
  radosgw: ['radosgw', 'ceph-mon', 'ceph-osd', 'curl'],
  swift: ['swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached', 'curl'],
  nginx: ['nginx-light'],
};

/** A script prints the environment of a client and ends what it started when it is called with "stop". */
function startStore(name: 'radosgw' | 'swift'): Running {
  const script = fileURLToPath(new URL(`${name}.sh`, import.meta.url));
  const home = mkdtempSync(join(tmpdir(), `eos-${name}-`));
  chmodSync(home, 0o755);
  const stop = (): void => {
    spawnSync('bash', [script, 'stop', home], { stdio: 'ignore' });
    rmSync(home, { recursive: true, force: true });
  };
  const { status, stdout, stderr } = spawnSync('bash', [script, 'start', home], { encoding: 'utf8' });
  if (status !== 0) {
    stop();
    throw new Error(`${name} did not start: ${stderr}`);
  }
  const lines = stdout.trim().split('\n');
  const environment = Object.fromEntries(
    lines.map((line) => line.split(/=(.*)/).slice(0, 2) as [string, string]),
  );
  return { environment, stop };
}

/** nginx with its DAV module, as docs/remote-cache.md shows it. */
async function startNginx(): Promise<Running> {
  const home = mkdtempSync(join(tmpdir(), 'eos-nginx-'));
  const port = 27_800;
  for (const folder of ['root/cache', 'tmp']) mkdirSync(join(home, folder), { recursive: true });
  const config = `
daemon off; worker_processes 2; pid ${home}/pid; error_log ${home}/error.log;
events { worker_connections 256; }
http {
  access_log off; client_body_temp_path ${home}/tmp; client_max_body_size 0;
  server {
    listen 127.0.0.1:${port}; root ${home}/root;
    location /cache/ { dav_methods PUT DELETE; create_full_put_path on; dav_access user:rw group:r all:r; }
  }
}`;
  writeFileSync(join(home, 'nginx.conf'), config);
  // Its workers are another user's, where it is started by root.
  if (process.getuid?.() === 0) {
    const id = Number(spawnSync('id', ['-u', 'www-data'], { encoding: 'utf8' }).stdout);
    writeFileSync(join(home, 'nginx.conf'), `user www-data;${config}`);
    chmodSync(home, 0o755);
    for (const folder of ['root', 'root/cache', 'tmp']) chownSync(join(home, folder), id, id);
  }
  const nginx = spawn('/usr/sbin/nginx', ['-c', join(home, 'nginx.conf'), '-e', join(home, 'error.log')], {
    stdio: 'ignore',
  });
  const environment = { EOS_REMOTE: `http://127.0.0.1:${port}/cache` };
  for (let attempt = 0; ; attempt++) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answered !== undefined) break;
    if (attempt === 100)
      throw new Error(`nginx did not start: ${readFileSync(join(home, 'error.log'), 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const stop = (): void => {
    nginx.kill('SIGTERM');
    rmSync(home, { recursive: true, force: true });
  };
  return { environment, stop };
}
