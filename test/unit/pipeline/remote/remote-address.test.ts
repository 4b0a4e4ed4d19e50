import { describe, expect, it } from 'vitest';
import { remoteAddress } from '../../../../src/pipeline/remote/remote-address.ts';

describe('remoteAddress', () => {
  it.each([
    ['s3://bucket', { kind: 's3', bucket: 'bucket', prefix: '' }],
    ['s3://bucket/a//b/', { kind: 's3', bucket: 'bucket', prefix: 'a/b/' }],
    ['https://host/cache', { kind: 'http', url: new URL('https://host/cache') }],
    ['../shared cache', { kind: 'folder', path: '../shared cache' }],
    ['file:///mnt/cache', { kind: 'folder', path: '/mnt/cache' }],
  ])('reads %s', (text, address) => {
    expect(remoteAddress(text)).toEqual(address);
  });

  it.each([
    ['', 'is empty'],
    ['~/cache', 'begins with ~, which only a shell knows: write the folder out'],
    ['ftp://host', 'begins with ftp://, which is no kind of remote: s3://, https://, http:// or a folder'],
    ['https://', 'is no address of a web server'],
    ['https://host/?a=b', 'holds more than a host and a path'],
    ['s3://x', 'names no bucket: s3://BUCKET/FOLDER'],
    ['s3://bucket/../a', 'climbs with . or ..'],
    ['s3://bucket/a?b', 'holds more than a bucket and a folder'],
  ])('refuses "%s"', (text, problem) => {
    expect(remoteAddress(text)).toEqual({ problem });
  });

  it('takes a password from the environment only', () => {
    expect(remoteAddress('https://me:secret@host/')).toHaveProperty(
      'problem',
      'holds a user or a password, which belong into the environment: EOS_REMOTE_USER, EOS_REMOTE_PASSWORD',
    );
    expect(remoteAddress('https://me:secret@host/', true)).toHaveProperty('kind', 'http');
  });
});
