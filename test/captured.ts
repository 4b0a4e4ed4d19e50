import { vi } from 'vitest';

/** What a command of the command line wrote to standard output while it ran in this process, and its exit code. */
export async function captured(
  command: () => Promise<number> | number,
): Promise<{ exitCode: number; text: string }> {
  let text = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { exitCode: await command(), text };
  } finally {
    spy.mockRestore();
  }
}
