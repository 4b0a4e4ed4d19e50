import { describe, inject } from 'vitest';
import { Cluster } from './cluster.ts';

const NOWHERE = { home: '/nonexistent', port: 0 };

/** Tests that need the cluster; skipped where there is none (what is missing was said when it was to be brought up). */
export function onCluster(title: string, tests: (cluster: Cluster) => void): void {
  const place = inject('cluster');
  const missing = 'missing' in place;
  describe.skipIf(missing)(title, () => {
    tests(new Cluster(missing ? NOWHERE : place));
  });
}
