import { describe, expect, it, vi } from 'vitest';
import { guardOutput, say, sayJson, sayPackaged } from '../../../src/cli/output.ts';
import { captured } from '../../captured.ts';

async function written(work: () => void): Promise<string> {
  const { text } = await captured(() => {
    work();
    return 0;
  });
  return text;
}

describe('output', () => {
  it('is a line for people, and a document with a version for programs', async () => {
    expect(
      await written(() => {
        say('hello');
      }),
    ).toBe('hello\n');
    expect(
      await written(() => {
        sayJson({ type: 'x' });
      }),
    ).toBe('{\n  "version": 1,\n  "type": "x"\n}\n');
  });

  it('lets a terminal obey nothing in a line', async () => {
    expect(
      await written(() => {
        say('a\u001b[2Jb');
      }),
    ).toBe('a␛[2Jb\n');
  });

  it('says in one line that the packaged pipeline is used, to people only', async () => {
    const project = { packaged: true, file: '/package/pipeline.yaml' };
    expect(
      await written(() => {
        sayPackaged(project, { color: false });
      }),
    ).toBe('no pipeline.yaml here: using the packaged one (/package/pipeline.yaml)\n');
    expect(
      await written(() => {
        sayPackaged(project, { color: false, json: true });
      }),
    ).toBe('');
    expect(
      await written(() => {
        sayPackaged({ ...project, packaged: false }, { color: false });
      }),
    ).toBe('');
  });
});

describe('guardOutput', () => {
  it('lets the command go on where its output cannot be written, and says so at the end', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => {
      throw full;
    });
    const release = guardOutput();
    try {
      say('hello');
      process.stdout.emit('error', Object.assign(new Error('gone'), { code: 'EIO' }));
      expect(await release()).toMatchObject({
        code: 'file-system',
        message: 'the output of this command could not be written (ENOSPC)',
      });
      expect(Reflect.get(process.stdout, 'write')).toBe(write);
    } finally {
      write.mockRestore();
    }
    expect(await guardOutput()()).toBeUndefined();
  });
});
