import { expect, it } from 'vitest';
import { networkError, TransferError } from '../../../../src/datasets/download/transfer-error.ts';

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

it('names the reason that fetch wraps', () => {
  const error = networkError(
    new TypeError('fetch failed', { cause: coded('ENOTFOUND', 'getaddrinfo ENOTFOUND x') }),
  );
  expect(error).toEqual(
    new TransferError('the host name is unknown (is there a network?) (ENOTFOUND)', { retryable: true }),
  );
});

it('names the first reason where several addresses were tried', () => {
  const tried = [
    coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:80'),
    coded('ENETUNREACH', 'connect ENETUNREACH'),
  ];
  expect(networkError(new TypeError('fetch failed', { cause: new AggregateError(tried) })).message).toBe(
    'the connection was refused (ECONNREFUSED)',
  );
});

it('keeps the words of reasons it does not know', () => {
  const expired = coded('CERT_HAS_EXPIRED', 'certificate has expired');
  expect(networkError(new TypeError('fetch failed', { cause: expired })).message).toBe(
    'certificate has expired (CERT_HAS_EXPIRED)',
  );
  expect(networkError('unplugged').message).toBe('unplugged');
});
