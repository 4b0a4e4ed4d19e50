import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headMoves } from '../../../../src/cli/provenance/head-moves.ts';
import { git } from '../../../git.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

describe('headMoves', () => {
  it('is another text after a commit of a linked work tree, which has a HEAD of its own', () => {
    const folder = join(temporaryFolder(), 'repository');
    git('.', 'init', folder);
    git(folder, 'commit', '--allow-empty', '--message', 'one');
    const linked = `${folder}-linked`;
    git(folder, 'worktree', 'add', linked);
    const [main, other] = [headMoves(folder), headMoves(linked)];
    expect(other).not.toBe('');
    git(linked, 'commit', '--allow-empty', '--message', 'two');
    expect(headMoves(linked)).not.toBe(other);
    expect(headMoves(folder)).toBe(main);
  });
});
