import { describe, expect, it } from 'vitest';
import {
  isAbsent,
  readLarge,
  readSmall,
  restHeaders,
} from '../../../../../src/cache/remotes/stores/http-answers.ts';
import { collector } from '../../../../store-suite.ts';

const alive = (): void => undefined;

describe('answers of a server', () => {
  it('are a small object, or none', async () => {
    expect(await readSmall(new Response('text'), alive, 10)).toEqual(Buffer.from('text'));
    expect(await readSmall(new Response('', { status: 404 }), alive, 10)).toBeUndefined();
    await expect(readSmall(new Response('text'), alive, 3)).rejects.toThrow('larger than 3 bytes');
  });

  it('are the rest of a large one, or the whole where a range is ignored', async () => {
    const rest = collector(2);
    const headers = { 'content-range': 'bytes 2-3/4' };
    expect(restHeaders(rest)).toEqual({ range: 'bytes=2-' });
    expect(await readLarge(new Response('xt', { status: 206, headers }), alive, rest)).toBe(true);
    expect([rest.begun, rest.bytes().toString()]).toEqual([[2], 'xt']);
    const whole = collector(2);
    expect(await readLarge(new Response('text'), alive, whole)).toBe(true);
    expect([whole.begun, whole.bytes().toString()]).toEqual([[0], 'text']);
  });

  it('of another range are refused, and 416 begins again', async () => {
    const headers = { 'content-range': 'bytes 1-3/4' };
    const odd = readLarge(new Response('ext', { status: 206, headers }), alive, collector(2));
    await expect(odd).rejects.toThrow('bytes from 2 were asked for, others came');
    const beyond = collector(9);
    await expect(readLarge(new Response('', { status: 416 }), alive, beyond)).rejects.toMatchObject({
      passing: true,
    });
    expect(beyond.begun).toEqual([0]);
  });

  it('tell a missing object from a missing bucket', async () => {
    expect(await isAbsent(new Response('<Code>NoSuchKey</Code>', { status: 404 }))).toBe(true);
    await expect(isAbsent(new Response('<Code>NoSuchBucket</Code>', { status: 404 }))).rejects.toMatchObject({
      fault: 'no-place',
    });
  });
});
