import { ReferenceFault } from '../faults/reference-fault.ts';
import type { JsonValue } from './json.ts';
import type { Template } from './reference.ts';
import { shellQuote } from './shell-quote.ts';

/** What no shell gives a meaning, whether quotes are around it or not. */
const PLAIN_WORD = /^[\w./=,:@%+\p{L}\p{M}\p{N}-]+$/u;

/**
 * How the values of references are written into a shell command: each is one word, whatever is in it, and a list is a word for
 * each item. Where quotes, a comment or a here-document are around a reference, only values that need no quotes can stand.
 */
export function shellWords(
  template: Template,
): (value: JsonValue, reference: string, part: number) => string {
  const bare = bareParts(template);
  return (value, reference, part) => {
    const items = Array.isArray(value) ? value : [value];
    const words = items.map((item) => wordOf(item, reference));
    if (bare.has(part))
      return words.map((word) => (PLAIN_WORD.test(word) ? word : shellQuote(word))).join(' ');
    const [only] = words;
    if (!Array.isArray(value) && only !== undefined && (only === '' || PLAIN_WORD.test(only))) return only;
    throw new ReferenceFault(
      reference,
      `${JSON.stringify(value)} cannot stand inside quotes, a comment or a here-document of a command: the shell gives its characters a meaning`,
      `write ${reference} without quotes around it: its value is then one word, whatever is in it`,
    );
  };
}

function wordOf(item: JsonValue, reference: string): string {
  if (typeof item === 'object')
    throw new ReferenceFault(
      reference,
      `the reference is ${item === null ? 'null' : Array.isArray(item) ? 'a list of lists' : 'a map'}, which cannot stand in a command`,
      'refer to a number, a text, or a list of these',
    );
  const text = String(item);
  if (text.includes('\0'))
    throw new ReferenceFault(
      reference,
      'the value holds a NUL character, which a command cannot be handed',
      'read it from $EOS_PARAMS',
    );
  return text;
}

type Mode = 'bare' | 'comment' | 'single' | 'double' | 'escaped' | 'unclear';

/** The parts of a template that are references outside of all quotes. */
function bareParts(template: Template): Set<number> {
  const bare = new Set<number>();
  let mode: Mode = 'bare';
  let before = '';
  for (const [index, part] of template.entries()) {
    if (typeof part === 'string') {
      mode = modeAfter(part, mode, before === '');
      before = part;
    } else {
      // "\" takes the meaning from the first character, "$" gives one to a quote.
      if (mode === 'bare' && !/[\\$]$/.test(before)) bare.add(index);
      before = part.text;
    }
  }
  return bare;
}

/** Reads shell text as far as quotes go; what a few rules cannot tell is unclear, and stays it. */
function modeAfter(text: string, start: Mode, atStart: boolean): Mode {
  let mode = start;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    const next = text[index + 1];
    switch (mode) {
      case 'unclear':
        return mode;
      case 'comment':
        if (character === '\n') mode = 'bare';
        break;
      case 'single':
        if (character === "'") mode = 'bare';
        break;
      case 'escaped':
        if (character === '\\') index++;
        else if (character === "'") mode = 'bare';
        break;
      case 'double':
        if (character === '\\') index++;
        else if (character === '"') mode = 'bare';
        else if (character === '`' || (character === '$' && next === '(')) mode = 'unclear';
        break;
      case 'bare': {
        const wordStart = index === 0 ? atStart : /[\s;&|()]/.test(text[index - 1]!);
        if (character === '\\') index++;
        else if (character === "'") mode = 'single';
        else if (character === '"') mode = 'double';
        else if (character === '$' && next === "'") {
          mode = 'escaped';
          index++;
        } else if (character === '#' && wordStart) mode = 'comment';
        else if (character === '`') mode = 'unclear';
        else if (text.startsWith('<<<', index)) index += 2;
        else if (text.startsWith('<<', index)) mode = 'unclear';
      }
    }
  }
  return mode;
}
