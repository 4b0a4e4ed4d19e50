import { describe, expect, it } from 'vitest';
import { commandEnd } from '../../../../../src/execution/worker/command/command-end.ts';

describe('commandEnd', () => {
  it.each<[number, string, string]>([
    [1, 'ended with exit code 1', 'Its output is in the log.'],
    [
      126,
      'ended with exit code 126 (a program that cannot be executed)',
      'Its output is in the log. Make the file executable (chmod +x), or name what runs it: "bash FILE", "python3 FILE".',
    ],
    [
      127,
      'ended with exit code 127 (a program that was not found)',
      'Its output is in the log. It names the program: install it, correct its name, or put its folder on PATH.',
    ],
    [
      137,
      'ended with exit code 137 (SIGKILL)',
      'Its output is in the log. Another program ended it, or the system did because memory ran out: lower --jobs, or give the stage "resources: { memory: … }".',
    ],
    [
      141,
      'ended with exit code 141 (SIGPIPE)',
      'Its output is in the log. What read its output in a pipe stopped early, as "head" does: let it read to the end, or write "| { head -1; cat > /dev/null; }".',
    ],
    [143, 'ended with exit code 143 (SIGTERM)', 'Its output is in the log. Another program asked it to end.'],
    [139, 'ended with exit code 139 (SIGSEGV)', 'Its output is in the log. The program crashed.'],
    [130, 'ended with exit code 130 (SIGINT)', 'Its output is in the log.'],
    [255, 'ended with exit code 255', 'Its output is in the log.'],
  ])('says what %d means', (exitCode, words, hint) => {
    expect(commandEnd(exitCode)).toEqual({ words, hint });
  });
});
