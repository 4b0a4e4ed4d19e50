import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** When connections break. */
export interface Cut {
  /** Whose bytes are counted, over all connections. */
  of: 'client' | 'server';
  /** So many of them pass. */
  bytes: number;
  /** Whether that happens once, and all is well afterwards, or nothing passes any more. */
  then: 'whole' | 'broken';
}

/** The address of a way to a server on which connections break; it is closed when the test ends. */
export async function cuttingProxy(target: string, cut: Cut): Promise<string> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let passed = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const both = [client, upstream];
    for (const socket of both) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        for (const other of both) other.destroy();
      });
    }
    const counted = cut.of === 'client' ? client : upstream;
    counted.on('data', (chunk: Buffer) => {
      const before = passed;
      passed += chunk.length;
      const breaks = cut.then === 'broken' || before <= cut.bytes;
      if (passed > cut.bytes && breaks) client.destroy();
    });
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const address = new URL(target);
  address.port = String((server.address() as AddressInfo).port);
  return address.href.replace(/\/$/, '');
}
