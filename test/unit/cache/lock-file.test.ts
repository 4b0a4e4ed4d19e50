import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/cache/files/digest.ts';
import {
  type LockedInstance,
  lockFileText,
  parseLockFile,
  readLockFile,
  writeLockFile,
} from '../../../src/cache/lock-file.ts';
import { PipelineError } from '../../../src/pipeline/faults/error.ts';
import { git } from '../../git.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const [a, b] = [sha256('a'), sha256('b')];

function locked(...ids: string[]): Map<string, LockedInstance> {
  return new Map(ids.map((id) => [id, { key: sha256(id), output: sha256(`output of ${id}`), metrics: {} }]));
}

describe('lockFileText', () => {
  it('has one line an instance, sorted by code units, with the metrics sorted by name', () => {
    const instances = new Map<string, LockedInstance>([
      ['train[size=60]', { key: a, output: b, metrics: { sharpness: 2, loss: 0.5, stopped: false } }],
      ['analyze', { key: b, output: a, metrics: {} }],
      ['Zebra', { key: b, output: a, metrics: { name: 'a b' } }],
    ]);
    expect(lockFileText(instances)).toBe(
      [
        '# Written by eos-pipeline. One line an instance: id, action key, output digest, metrics.',
        `Zebra ${b} ${a} {"name":"a b"}`,
        `analyze ${b} ${a} {}`,
        `train[size=60] ${a} ${b} {"loss":0.5,"sharpness":2,"stopped":false}`,
        '',
      ].join('\n'),
    );
  });

  it('is read back as it was, names with spaces, quotes and hashes included', () => {
    const instances = locked('train[name=a b]', 'say "x"', '#first', 'back\\slash', 'é');
    expect(parseLockFile(lockFileText(instances), 'pipeline.lock')).toEqual(instances);
  });
});

describe('parseLockFile', () => {
  it('skips empty lines and comments, and takes the last of two lines for one instance', () => {
    const text = `# comment\n\ntrain ${a} ${a} {}\ntrain ${b} ${b} {"loss":1}\n`;
    expect([...parseLockFile(text, 'pipeline.lock')]).toEqual([
      ['train', { key: b, output: b, metrics: { loss: 1 } }],
    ]);
  });

  it('reads the line ends of Windows and a byte order mark', () => {
    const text = lockFileText(locked('train', 'analyze'));
    const windows = `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    expect(parseLockFile(windows, 'pipeline.lock')).toEqual(parseLockFile(text, 'pipeline.lock'));
  });

  it.each([
    '<<<<<<< HEAD',
    `train ${a} ${b}`,
    `train ${a} abc {}`,
    `train ${a} ${b} {"loss":}`,
    `"train ${a} ${b} {}`,
  ])('says which line it cannot read: %s', (line) => {
    const text = `# comment\n${lockFileText(locked('analyze'))}${line}\n`;
    expect(() => parseLockFile(text, 'pipeline.lock')).toThrow(
      new PipelineError('cache-damaged', `this line of the lock file cannot be read: ${line.slice(0, 80)}`, {
        location: { file: 'pipeline.lock', line: 4, column: 1 },
        hint: 'Remove the line, or the conflict marks of git around it; the next run writes it again.',
      }),
    );
  });
});

describe('readLockFile', () => {
  it('gives nothing where there is no file', () => {
    expect(readLockFile(join(temporaryFolder(), 'pipeline.lock'))).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')(
    'tells a pipe in its place without waiting, and follows a link',
    () => {
      const path = join(temporaryFolder(), 'pipeline.lock');
      execFileSync('mkfifo', [path]);
      expect(() => readLockFile(path)).toThrow(
        new PipelineError('cache-damaged', `the lock file ${path} is no file`, {
          hint: 'Remove it; the next run writes it again.',
        }),
      );
      writeLockFile(path, new Map());
      expect(readLockFile(path)).toEqual(new Map());
      symlinkSync('pipeline.lock', `${path}.link`);
      expect(readLockFile(`${path}.link`)).toEqual(new Map());
    },
  );

  it('names the path that cannot be read', () => {
    const path = join(temporaryFolder(), 'pipeline.lock');
    mkdirSync(path);
    expect(() => readLockFile(path)).toThrow(
      new PipelineError(
        'file-system',
        `reading the lock file failed, a folder is where a file is expected (EISDIR): ${path}`,
        {
          hint: 'Move the folder away, or name a file; then run the same command again.',
        },
      ),
    );
  });
});

describe('writeLockFile', () => {
  it('leaves a file that says the same untouched', () => {
    const path = join(temporaryFolder(), 'pipeline.lock');
    writeLockFile(path, locked('train', 'analyze'));
    const { ino } = statSync(path);
    writeLockFile(path, locked('analyze', 'train'));
    expect(statSync(path).ino).toBe(ino);
    writeLockFile(path, locked('analyze'));
    expect(readLockFile(path)).toEqual(locked('analyze'));
  });

  it('lets git merge two branches that touch different instances, without a conflict', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'pipeline.lock');
    const write = (instances: Map<string, LockedInstance>): void => {
      writeLockFile(path, instances);
      git(folder, 'add', '.');
      git(folder, 'commit', '-m', 'run');
    };
    const ids = Array.from({ length: 9 }, (_, seed) => `train[seed=${seed}]`);
    git(folder, '-c', 'init.defaultBranch=main', 'init');
    write(locked(...ids));
    git(folder, 'checkout', '-q', '-b', 'other');
    const theirs = locked(...ids);
    theirs.set('train[seed=7]', { key: a, output: b, metrics: { loss: 1 } });
    theirs.delete('train[seed=5]');
    write(theirs);
    git(folder, 'checkout', '-q', 'main');
    const ours = locked(...ids);
    ours.set('train[seed=1]', { key: b, output: a, metrics: { loss: 2 } });
    ours.set('analyze', { key: b, output: b, metrics: {} });
    write(ours);
    git(folder, 'merge', '-q', '-m', 'merge', 'other');
    const merged = new Map(ours);
    merged.set('train[seed=7]', theirs.get('train[seed=7]')!);
    merged.delete('train[seed=5]');
    expect(readFileSync(path, 'utf8')).toBe(lockFileText(merged));
  });

  it('names the path that cannot be written', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => {
      writeLockFile(join(file, 'pipeline.lock'), locked('train'));
    }).toThrow(
      new PipelineError('file-system', `writing the lock file failed (EEXIST): ${file}`, {
        hint: 'Look at the path; then run the same command again.',
      }),
    );
  });
});
