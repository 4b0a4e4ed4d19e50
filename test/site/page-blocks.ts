/** A fenced block of a page. */
export interface Block {
  language: string;
  /** What stands behind the language: the file that the block is. */
  file?: string;
  text: string;
  /** Why its commands are not run from the page, and the file that covers them. */
  left?: { reason: string; coveredBy: string };
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const pattern =
    /(?:<!-- not run here: ([^;]*); covered by (\S+) -->\n\n)?^```(\w+)(?: (\S+))?\n(.*?)^```$/gms;
  return [...page.matchAll(pattern)].map(([, reason, coveredBy, language, file, text]) => ({
    language: language!,
    text: text!,
    ...(file !== undefined && { file }),
    ...(reason !== undefined && { left: { reason, coveredBy: coveredBy! } }),
  }));
}

/** One command of a block, and the exit code that its comment promises. */
export interface Command {
  text: string;
  exitCode: number;
}

/** The commands of a block: one a line, apart from lines that are continued and those of a here-document. */
export function commandsOf({ text }: Block): Command[] {
  const lines = text.replaceAll(/\\\n/g, ' ').split('\n');
  return lines
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => ({ text: line, exitCode: Number(/# exit code (\d+)$/.exec(line)?.[1] ?? 0) }));
}

/** Lines of a text block that no line of an output is like; … stands for anything. */
export function missingLines(expected: string, output: string): string[] {
  return expected.split('\n').filter((line) => {
    if (line.trim() === '' || line.trim() === '…') return false;
    const parts = line.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
    return !new RegExp(`^${parts.join('.*')}$`, 'm').test(output);
  });
}
