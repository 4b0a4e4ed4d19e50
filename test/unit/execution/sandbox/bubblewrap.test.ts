import { expect, it } from 'vitest';
import { bubblewrapArguments } from '../../../../src/execution/sandbox/bubblewrap.ts';
import type { ShownPlace } from '../../../../src/execution/sandbox/sandbox-view.ts';

it('mounts places in their order, for reading unless they say otherwise, and takes the network and all rights away', () => {
  const places: [ShownPlace, ShownPlace] = [
    { from: '/own/root', to: '/' },
    { from: '/out', to: '/out', writable: true },
  ];
  const view = { places, links: [], cwd: '/out', network: false };
  const words = bubblewrapArguments(places, view).join(' ');
  expect(words).toContain('--ro-bind /own/root / --proc /proc --dev /dev --bind /out /out --chdir /out');
  expect(words).toContain('--cap-drop ALL');
  expect(words).toContain('--unshare-net');
  expect(bubblewrapArguments(places, { ...view, network: true })).not.toContain('--unshare-net');
});
