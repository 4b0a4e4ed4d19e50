import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';

const SCRIPT = `
import { listenForInterrupts } from ${JSON.stringify(new URL('../../../../src/execution/schedule/interrupt.ts', import.meta.url).href)};
const say = (text) => process.stdout.write(text + '\\n');
const stop = listenForInterrupts((signal) => say('first ' + signal), (signal) => say('again ' + signal));
process.stdin.on('data', () => { stop(); say('stopped'); });
say('ready');
`;

it.skipIf(process.platform === 'win32')(
  'asks at the first signal, insists at every later one of any kind, and lets go when it is told to',
  async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const heard = async (): Promise<string> => String((await once(child.stdout, 'data'))[0]);
    expect(await heard()).toBe('ready\n');
    for (const [signal, answer] of [
      ['SIGTERM', 'first SIGTERM\n'],
      ['SIGINT', 'again SIGINT\n'],
      ['SIGHUP', 'again SIGHUP\n'],
    ] as const) {
      child.kill(signal);
      expect(await heard()).toBe(answer);
    }
    child.stdin.write('stop');
    expect(await heard()).toBe('stopped\n');
    const exit = once(child, 'exit');
    child.kill('SIGINT');
    expect(await exit).toEqual([null, 'SIGINT']);
  },
);
