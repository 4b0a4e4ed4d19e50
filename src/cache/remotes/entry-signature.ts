import { createHmac, timingSafeEqual } from 'node:crypto';
import type { JsonValue } from '../../pipeline/values/json.ts';
import { canonicalJson } from '../files/canonical-json.ts';
import { type Digest, isDigest } from '../files/digest.ts';

/** Signatures over other things, or in a later form, are none over this. */
const CONTEXT = 'eos-pipeline remote 1';

/** The HMAC-SHA256 of a value under the secret key that all who share a remote have. */
export function signatureFor(value: object, signingKey: string): Digest {
  const text = `${CONTEXT}\n${canonicalJson(value as JsonValue)}`;
  return createHmac('sha256', signingKey).update(text).digest('hex') as Digest;
}

/** What is wrong with the signature over a value; undefined where it is right. */
export function signatureProblem(value: object, signature: unknown, signingKey: string): string | undefined {
  if (signature === undefined) return 'it is not signed';
  const right = Buffer.from(signatureFor(value, signingKey));
  const matches = isDigest(signature) && timingSafeEqual(Buffer.from(signature), right);
  return matches ? undefined : 'its signature is wrong';
}
