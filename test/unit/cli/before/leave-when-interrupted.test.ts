import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const placeOf = (path: string): string =>
  JSON.stringify(new URL(`../../../../src/${path}`, import.meta.url).href);
const IMPORTS = `
import { leaveWhenInterrupted } from ${placeOf('cli/before/leave-when-interrupted.ts')};
import { listenForInterrupts } from ${placeOf('execution/schedule/interrupt.ts')};
const signalled = () => { process.stdout.write('ready'); const until = Date.now() + 500; while (Date.now() < until); };
`;

/** How a script ends that gets a signal once it has said that it is ready, and what it said to whom. */
async function ended(
  script: string,
  signal: NodeJS.Signals,
): Promise<{ end: unknown[]; output: string; error: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', IMPORTS + script]);
  let [output, error] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    if (output === '') child.kill(signal);
    output += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => (error += text.toString()));
  const end = await once(child, 'close');
  return { end, output, error };
}

describe.skipIf(process.platform === 'win32')('leaveWhenInterrupted', () => {
  it('ends the process with 130, and says what was interrupted', async () => {
    expect(
      await ended('leaveWhenInterrupted(false); signalled(); setTimeout(() => {}, 60_000);', 'SIGTERM'),
    ).toEqual({
      end: [130, null],
      output: 'ready',
      error: 'interrupted by SIGTERM; no stage was running\n  The same command goes on from here.\n',
    });
  });

  it('tells programs in one line of JSON', async () => {
    const { end, output } = await ended(
      'leaveWhenInterrupted(true); signalled(); setTimeout(() => {}, 60_000);',
      'SIGINT',
    );
    expect(end).toEqual([130, null]);
    expect(JSON.parse(output.slice('ready'.length))).toEqual({
      version: 1,
      type: 'error',
      code: 'interrupted',
      message: 'interrupted by SIGINT; no stage was running',
      hint: 'The same command goes on from here.',
    });
  });

  it('leaves the signal to another one that listens', async () => {
    const script = `
      leaveWhenInterrupted(false);
      const stop = listenForInterrupts((signal) => process.stdout.write(' heard ' + signal), () => undefined);
      signalled();
      setTimeout(() => process.exit(0), 200);
    `;
    expect(await ended(script, 'SIGINT')).toEqual({
      end: [0, null],
      output: 'ready heard SIGINT',
      error: '',
    });
  });

  it('loses no signal that came before it was told to stop', async () => {
    const { end } = await ended(
      'const stop = leaveWhenInterrupted(false); signalled(); await stop();',
      'SIGINT',
    );
    expect(end).toEqual([130, null]);
  });

  it('lets go when it is told to', async () => {
    const script = 'await leaveWhenInterrupted(false)(); signalled(); setTimeout(() => {}, 60_000);';
    expect(await ended(script, 'SIGINT')).toEqual({ end: [null, 'SIGINT'], output: 'ready', error: '' });
  });
});
