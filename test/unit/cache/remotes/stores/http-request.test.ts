import { describe, expect, it } from 'vitest';
import { httpRequest, refusal, statusText } from '../../../../../src/cache/remotes/stores/http-request.ts';
import { always, objectServer, type ObjectServer, silence } from '../../../../object-server.ts';

const ask = (server: ObjectServer, stallMs = 2000): Promise<string> =>
  httpRequest(
    () => ({ method: 'GET', url: new URL(server.url) }),
    { stallMs, signal: new AbortController().signal },
    (response) => response.text(),
  );

describe('httpRequest', () => {
  it('tries again where the server has a passing trouble', async () => {
    const server = await objectServer();
    server.objects.set('/', Buffer.from('answer'));
    server.fault = (request, response, body) =>
      server.requests.length < 3 && always(503)(request, response, body);
    expect(await ask(server)).toBe('answer');
    expect(server.requests.length).toBe(3);
  });

  it('gives up after three times, and says what was answered', async () => {
    const server = await objectServer();
    server.fault = always(500);
    await expect(ask(server)).rejects.toMatchObject({
      fault: 'failed',
      message: `${new URL(server.url).host} answered 500 Internal Server Error`,
    });
    expect(server.requests.length).toBe(3);
  });

  it('does not try again where nothing is answered: the run would wait', async () => {
    const server = await objectServer();
    server.fault = silence;
    await expect(ask(server, 100)).rejects.toMatchObject({
      fault: 'slow',
      message: `${new URL(server.url).host} gave no sign for 0.1 s`,
    });
    // On a busy machine even the first may not have arrived.
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });

  it('does not try again where nobody listens', async () => {
    const server = await objectServer();
    await server.stop();
    await expect(ask(server)).rejects.toMatchObject({
      fault: 'unreachable',
      message: `${new URL(server.url).host} cannot be reached (ECONNREFUSED)`,
    });
  });

  it('reads the code of S3', async () => {
    const response = new Response('<Error><Code>NoSuchBucket</Code></Error>', {
      status: 404,
      statusText: 'Not Found',
    });
    expect(statusText(response)).toBe('404 Not Found');
    expect(await refusal(response, 'no')).toMatchObject({ fault: 'no-place', message: 'no, NoSuchBucket' });
  });
});
