import { lstatSync, mkdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ShownPlace, type SandboxView, layOut } from '../../../../src/execution/sandbox/sandbox-view.ts';
import { projectFolder } from '../../../project-folder.ts';

function lay(files: Record<string, string>, places: (folder: string) => Partial<SandboxView>) {
  const folder = projectFolder(files);
  const root = join(folder, 'own/root');
  mkdirSync(root, { recursive: true });
  const view = { places: [], links: [], cwd: '/', network: false, ...places(folder) };
  const laid = layOut(view, root, join(folder, 'own'));
  return { root, folder, laid: laid.map(({ to }) => to) };
}

describe('layOut', () => {
  it('makes something to mount each place on, outer ones first, names that begin alike apart', () => {
    const { root, laid } = lay({ 'a/x': '', 'own/b/.keep': '' }, (folder) => ({
      places: [
        { from: join(folder, 'a/x'), to: '/p/q/x' },
        { from: join(folder, 'a'), to: '/p-q' },
        { from: join(folder, 'own/b'), to: '/p' },
      ],
    }));
    expect(laid).toEqual(['/', '/p', '/p/q/x', '/p-q']);
    expect(lstatSync(join(root, 'p')).isDirectory()).toBe(true);
    expect(lstatSync(join(root, 'p-q')).isDirectory()).toBe(true);
    expect(lstatSync(join(root, '../b/q/x')).isFile()).toBe(true);
  });

  it('takes what lies in a place for reading as a part of it', () => {
    const { laid } = lay({ 'a/b/c': '' }, (folder) => ({
      places: [
        { from: join(folder, 'a'), to: '/a' },
        { from: join(folder, 'a/b'), to: '/a/b' },
        { from: join(folder, 'a'), to: '/a' },
      ],
    }));
    expect(laid).toEqual(['/', '/a']);
  });

  it('makes links where they can be made, and none twice', () => {
    const { root, folder } = lay({ 'a/x': '', 'own/b/.keep': '' }, (at) => {
      const places: ShownPlace[] = [
        { from: join(at, 'a'), to: '/a' },
        { from: join(at, 'own/b'), to: '/b' },
      ];
      const links = [
        { path: '/bin', target: 'usr/bin' },
        { path: '/bin', target: 'usr/bin' },
        { path: '/b/c/link', target: '../x' },
        { path: '/a/link', target: 'x' },
      ];
      return { places, links };
    });
    expect(readlinkSync(join(root, 'bin'))).toBe('usr/bin');
    expect(readlinkSync(join(folder, 'own/b/c/link'))).toBe('../x');
    expect(lstatSync(join(folder, 'a/link'), { throwIfNoEntry: false })).toBeUndefined();
  });
});
