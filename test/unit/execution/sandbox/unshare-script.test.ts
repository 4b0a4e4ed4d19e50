import { expect, it } from 'vitest';
import { unshareLists } from '../../../../src/execution/sandbox/unshare-script.ts';

it('lists what is mounted in the root: what is for reading out of the copy that is, names with spaces and signs in octal', () => {
  const places = [
    { from: '/own/root', to: '/' },
    { from: '/my data/#1', to: '/p/a\\b' },
    { from: '/out', to: '/out', writable: true as const },
  ];
  expect(unshareLists(places, '/f')).toEqual({
    table:
      '/f/all/my\\040data/\\0431 /f/new-root/p/a\\134b none rbind 0 0\n' +
      '/out /f/new-root/out none rbind 0 0\n',
    writable: '/out\n',
  });
});
