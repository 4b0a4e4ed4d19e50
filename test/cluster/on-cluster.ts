import { afterAll, beforeAll, beforeEach, describe, inject } from 'vitest';
import { Cluster, type ClusterSettings } from './cluster.ts';

const NOWHERE = { home: '/nonexistent', port: 0 };

/** Tests that need the cluster, fresh and with these settings; skipped where there is none (what is missing was said when it was to be brought up). */
export function onCluster(
  title: string,
  tests: (cluster: Cluster) => void,
  settings: ClusterSettings = {},
): void {
  const place = inject('cluster');
  const missing = 'missing' in place;
  describe.skipIf(missing)(title, () => {
    const cluster = new Cluster(missing ? NOWHERE : place);
    beforeAll(() => {
      cluster.start(settings);
    });
    // What these tests broke would stay broken: a controller that was killed gives out numbers of jobs again that nodes still know.
    afterAll(() => {
      cluster.stop();
    });
    beforeEach(({ onTestFailed }) => {
      onTestFailed(() => {
        process.stderr.write(`${cluster.logs()}\n`);
      });
    });
    tests(cluster);
  });
}
