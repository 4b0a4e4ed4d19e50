import { describe, expect, it } from 'vitest';
import { remote, remoteKeys } from '../../../../src/pipeline/remote/remote-schema.ts';

const problemsOf = (value: unknown): string[] | undefined =>
  remote
    .safeParse(value)
    .error?.issues.flatMap((issue) =>
      'errors' in issue
        ? (issue.errors as { message: string }[][]).flat().map(({ message }) => message)
        : issue.message,
    );

describe('remote', () => {
  it('is an address, or a map', () => {
    expect(remote.parse('../cache')).toEqual({ url: '../cache', read: true, write: true });
    expect(remote.parse({ url: 's3://bucket', region: 'eu-central-1', write: false, signed: true })).toEqual({
      url: 's3://bucket',
      region: 'eu-central-1',
      read: true,
      write: false,
      signed: true,
    });
  });

  it.each([
    [{ url: '/cache', read: false, write: false }, 'the remote is neither read nor written: leave it out'],
    [{ url: '/cache', region: 'x' }, '"region" belongs to a bucket'],
    [{ url: 's3://bucket', endpoint: 'host' }, 'the address of a service, such as "https://s3.example.org"'],
    [{ url: '/cache', timeout: 10 }, 'Invalid input: expected string, received number'],
    [{ url: '/cache', secret: 'x' }, 'Unrecognized key: "secret"'],
    ['a\u0007b', 'the address has a control character'],
  ])('refuses %j', (value, problem) => {
    expect(problemsOf(value)).toContain(problem);
  });

  it('names its keys', () => {
    expect(remoteKeys()).toEqual(['url', 'endpoint', 'region', 'read', 'write', 'signed', 'timeout']);
  });
});
