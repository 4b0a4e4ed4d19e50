import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { readSealed, sealedText, writeSealed } from '../../../../src/cache/files/sealed-json.ts';
import { members, aText as textShape } from '../../../../src/cache/files/shape.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const anything = (): undefined => undefined;
const content = { name: 'λ "quoted"', numbers: [1, 2.5] };
const text = sealedText(content);

/** Reads a file that holds this text. */
function reader(): (written: string) => unknown {
  const path = join(temporaryFolder(), 'x.json');
  return (written) => {
    writeFileSync(path, written);
    return readSealed(path, 'reading', anything);
  };
}

describe('a sealed file', () => {
  it('is JSON, with the sha256 of its content in front', () => {
    const path = join(temporaryFolder(), 'x.json');
    writeSealed(path, content, 'writing');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      sha256: sha256(JSON.stringify(content)),
      content,
    });
    expect(readSealed(path, 'reading', anything)).toEqual({ state: 'read', content });
  });

  it('is missing where there is none', () => {
    expect(readSealed(join(temporaryFolder(), 'x.json'), 'reading', anything)).toEqual({ state: 'missing' });
  });

  it('is known for damaged wherever it is cut off', () => {
    const read = reader();
    expect(read('')).toEqual({ state: 'damaged', problem: 'it is empty' });
    for (let length = 1; length < text.length; length++) {
      const problem = `it is truncated (${length} characters are left)`;
      expect(read(text.slice(0, length))).toEqual({ state: 'damaged', problem });
    }
  });

  it('is known for damaged whichever character changed', () => {
    const read = reader();
    for (let position = 0; position < text.length; position++) {
      const changed = `${text.slice(0, position)}\u0000${text.slice(position + 1)}`;
      expect(read(changed)).toMatchObject({ state: 'damaged' });
    }
  });

  it('says what is wrong with it', () => {
    const read = reader();
    expect(read('{"name": "another program"}\n')).toEqual({
      state: 'damaged',
      problem: 'it is not a record of this program',
    });
    expect(read(text.replace('2.5', '2.6'))).toEqual({
      state: 'damaged',
      problem: 'its content does not match its checksum',
    });
    expect(read(`${text}${text}`)).toEqual({
      state: 'damaged',
      problem: 'its content does not match its checksum',
    });
  });

  it('is damaged where its content has not the shape that is asked for: anybody can seal', () => {
    const path = join(temporaryFolder(), 'x.json');
    writeSealed(path, { name: 1 }, 'writing');
    expect(readSealed(path, 'reading', members({ name: textShape }))).toEqual({
      state: 'damaged',
      problem: 'its content.name is not a text',
    });
  });

  it('names the path that cannot be read', () => {
    const path = join(temporaryFolder(), 'x.json');
    mkdirSync(path);
    expect(() => readSealed(path, 'reading a record', anything)).toThrow(
      new PipelineError(
        'file-system',
        `reading a record failed, a folder is where a file is expected (EISDIR): ${path}`,
        {
          hint: 'Move the folder away, or name a file; then run the same command again.',
          cause: expect.anything() as unknown,
        },
      ),
    );
  });
});
