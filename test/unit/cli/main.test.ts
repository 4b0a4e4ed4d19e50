import { expect, it, onTestFinished, vi } from 'vitest';
import { main } from '../../../src/cli/main.ts';

it.skipIf(process.platform === 'win32')(
  'makes nothing that everybody may write, whatever the umask',
  async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(await main(['--version'])).toBe(0);
    write.mockRestore();
    expect(process.umask(0o022)).toBe(0o002);
  },
);
