import { describe, expect, it } from 'vitest';
import { remoteSettings } from '../../../../src/cache/remotes/remote-settings.ts';

const config = { url: '../cache', read: true, write: true };
const KEY = 'a secret that all share';

describe('remoteSettings', () => {
  it('takes the remotes of pipeline.yaml, relative to it', () => {
    expect(remoteSettings([{ ...config, timeout: '2m' }], '/project', undefined, {})).toEqual([
      {
        address: { kind: 'folder', path: '/cache' },
        region: 'us-east-1',
        reads: true,
        writes: true,
        stallMs: 120_000,
      },
    ]);
  });

  it('takes the one of EOS_REMOTE instead, or none where it is empty', () => {
    const [setting, ...more] = remoteSettings([config], '/project', undefined, {
      EOS_REMOTE: 's3://bucket/p',
    });
    expect(setting!.address).toEqual({ kind: 's3', bucket: 'bucket', prefix: 'p/' });
    expect(more).toEqual([]);
    expect(remoteSettings([config], '/project', undefined, { EOS_REMOTE: '' })).toEqual([]);
  });

  it('takes place and region of S3 from the environment, where pipeline.yaml says nothing', () => {
    const bucket = { ...config, url: 's3://bucket' };
    const environment = { AWS_ENDPOINT_URL_S3: 'http://here', AWS_REGION: 'here' };
    expect(remoteSettings([bucket], '/', undefined, environment)[0]).toMatchObject({
      endpoint: 'http://here',
      region: 'here',
    });
    const said = { ...bucket, endpoint: 'http://there', region: 'there' };
    expect(remoteSettings([said], '/', undefined, environment)[0]).toMatchObject({
      endpoint: 'http://there',
      region: 'there',
    });
  });

  it('lets them be read and written as far as the access goes, of the command before that of the environment', () => {
    const uses = (access?: 'off' | 'read' | 'write' | 'read-write', text?: string) =>
      remoteSettings([config, { ...config, write: false }], '/', access, {
        ...(text !== undefined && { EOS_REMOTE_ACCESS: text }),
      }).map(({ reads, writes }) => [reads, writes]);
    expect(uses()).toEqual([
      [true, true],
      [true, false],
    ]);
    expect(uses('read')).toEqual([
      [true, false],
      [true, false],
    ]);
    expect(uses('write')).toEqual([[false, true]]);
    expect(uses('off')).toEqual([]);
    expect(uses(undefined, 'read')).toEqual(uses('read'));
    expect(uses('off', 'read-write')).toEqual([]);
    expect(() => uses(undefined, 'readonly')).toThrow('EOS_REMOTE_ACCESS is "readonly"');
  });

  it('signs where a key is set, or asks for one', () => {
    const keyOf = (signed: boolean | undefined, key: string | undefined): string | undefined =>
      remoteSettings([{ ...config, ...(signed !== undefined && { signed }) }], '/', undefined, {
        ...(key !== undefined && { EOS_REMOTE_KEY: key }),
      })[0]!.signingKey;
    expect([keyOf(undefined, undefined), keyOf(undefined, KEY), keyOf(true, KEY), keyOf(false, KEY)]).toEqual(
      [undefined, KEY, KEY, undefined],
    );
    expect(() => keyOf(true, undefined)).toThrow(
      'the records of the remote ../cache are to be signed, and EOS_REMOTE_KEY is not set',
    );
    expect(() => keyOf(undefined, 'short')).toThrow('EOS_REMOTE_KEY has 5 characters, fewer than 16');
  });

  it('refuses an address that is none', () => {
    expect(() => remoteSettings([], '/', undefined, { EOS_REMOTE: 'ftp://host' })).toThrow(
      'EOS_REMOTE: the address "ftp://host" begins with ftp://, which is no kind of remote',
    );
  });
});
