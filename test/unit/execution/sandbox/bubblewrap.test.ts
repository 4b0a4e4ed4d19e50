import { expect, it } from 'vitest';
import { bubblewrapArguments } from '../../../../src/execution/sandbox/bubblewrap.ts';

it('mounts places in their order, for reading unless they say otherwise, and takes the network and all rights away', () => {
  const places = [
    { from: '/own/root', to: '/' },
    { from: '/out', to: '/out', writable: true as const },
  ];
  const view = { places, links: [], cwd: '/out', network: false };
  const words = bubblewrapArguments(places, view).join(' ');
  expect(words).toContain('--ro-bind /own/root / --bind /out /out --proc /proc --dev /dev --chdir /out');
  expect(words).toContain('--cap-drop ALL');
  expect(words).toContain('--unshare-net');
  expect(bubblewrapArguments(places, { ...view, network: true })).not.toContain('--unshare-net');
});
