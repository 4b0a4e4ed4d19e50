import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';

/** Where servers of a test live: a folder, and ports of this machine from this one on. */
export interface Place {
  home: string;
  port: number;
}

/**
 * A folder and ports that no other test run has, so that several on one machine do not meet.
 * @param prefix - what the path of the folder begins with
 * @param ports - how many ports are wanted
 * @param stop - ends the servers of a test run that was killed, and whose folder is still there
 */
export async function freePlace(prefix: string, ports: number, stop: (home: string) => void): Promise<Place> {
  sweep(prefix, stop);
  for (;;) {
    const port = 20_000 + ports * Math.floor((Math.random() * 10_000) / ports);
    const free = await Promise.all(Array.from({ length: ports }, (_, offset) => isFree(port + offset)));
    if (free.every(Boolean)) return { home: mkdtempSync(`${prefix}${process.pid}.`), port };
  }
}

function sweep(prefix: string, stop: (home: string) => void): void {
  const [folder, beginning] = [dirname(prefix), basename(prefix)];
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(beginning) ? /^\d+(?=\.)/.exec(name.slice(beginning.length))?.[0] : undefined;
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    stop(join(folder, name));
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    return await new Promise<boolean>((done) => {
      server.once('error', () => {
        done(false);
      });
      server.listen(port, '127.0.0.1', () => {
        done(true);
      });
    });
  } finally {
    server.close();
  }
}
