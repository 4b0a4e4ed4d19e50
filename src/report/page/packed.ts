import { deflateSync, strToU8 } from 'fflate';

/**
 * JSON compressed (raw deflate) and written in base64, for the page to inflate with DecompressionStream.
 * The compressor is JavaScript so that its bytes depend on neither the machine nor the Node version.
 */
export function packed(value: unknown): string {
  return Buffer.from(deflateSync(strToU8(JSON.stringify(value)), { level: 9 })).toString('base64');
}
