import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import { checkFiles } from '../../../../src/pipeline/plan/check-files.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import { planOf } from '../../../plan.ts';
import { projectFolder } from '../../../project-folder.ts';
import { socketFile } from '../../../socket-file.ts';

function instance(stage: string, coordinates: Record<string, string>): Instance {
  return { ...planOf({ [stage]: [] }).instances[0]!, coordinates };
}

/** What is said about one file that a stage needs. */
function problemOf(path: string): [message: string, hint: string | undefined] {
  const faults = new FaultList();
  checkFiles([{ ...instance('s', {}), needs: { a: { kind: 'file', path, name: 'x' } } }], faults);
  const [fault] = faults.faults;
  return [fault!.message, fault!.hint];
}

describe('checkFiles', () => {
  it('reports a missing file once, at the need', () => {
    const folder = projectFolder({ 'there.txt': '' });
    const faults = new FaultList();
    const need = (name: string) => ({ kind: 'file' as const, name, path: join(folder, name) });
    const needs = { a: need('there.txt'), b: need('gone.txt') };
    checkFiles(
      [
        { ...instance('s', { i: '1' }), needs },
        { ...instance('s', { i: '2' }), needs },
      ],
      faults,
    );
    expect(faults.faults).toEqual([
      {
        place: { kind: 'config', path: ['stages', 's', 'needs', 'b'], part: 'value', text: 'gone.txt' },
        message: 'the file "gone.txt" does not exist',
        hint: `${join(folder, 'gone.txt')} is looked for`,
      },
    ]);
  });

  it('names the file that differs only in the case of letters or in its Unicode form', () => {
    const folder = projectFolder({ 'Data/Table.csv': '', 'caf\u00e9/x': '' });
    expect(problemOf(join(folder, 'data/table.csv'))).toEqual([
      'the file "x" does not exist',
      `"${folder}/Data/Table.csv" is there: it differs only in the case of its letters`,
    ]);
    expect(problemOf(join(folder, 'cafe\u0301/x'))).toEqual([
      'the file "x" does not exist',
      `"${folder}/caf\u00e9/x" is there: it differs only in how Unicode writes its letters (NFC and NFD)`,
    ]);
  });

  it('says what is there instead of a file or folder', () => {
    const folder = projectFolder({});
    symlinkSync('nowhere', join(folder, 'link'));
    expect(problemOf(join(folder, 'link'))).toEqual([
      'the file "x" is a link that leads nowhere',
      `${folder}/link points to nowhere`,
    ]);
    socketFile(join(folder, 'socket'));
    expect(problemOf(join(folder, 'socket'))).toEqual([
      'the file "x" is a socket',
      `${folder}/socket has to be a file or a folder`,
    ]);
  });

  it('takes folders and links that lead to something', () => {
    const folder = projectFolder({});
    mkdirSync(join(folder, 'data'));
    symlinkSync('data', join(folder, 'link'));
    const faults = new FaultList();
    for (const name of ['data', 'link'])
      checkFiles(
        [{ ...instance('s', {}), needs: { a: { kind: 'file', path: join(folder, name), name } } }],
        faults,
      );
    expect(faults.faults).toEqual([]);
  });
});
