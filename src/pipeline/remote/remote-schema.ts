import { z } from 'zod';
import { DURATION } from '../source/quantity.ts';
import { remoteAddress } from './remote-address.ts';

const address = z
  .string()
  .refine((text) => !/\p{Cc}/u.test(text), 'the address has a control character')
  .refine((text) => !('problem' in remoteAddress(text)), {
    error: ({ input }) => `the address ${JSON.stringify(input)} ${remoteProblem(String(input))}`,
  });

const remoteMap = z
  .strictObject({
    url: address.describe('s3://BUCKET/FOLDER, https://HOST/PATH, or a folder; relative to pipeline.yaml.'),
    endpoint: z
      .url({ protocol: /^https?$/, error: 'the address of a service, such as "https://s3.example.org"' })
      .describe('Of a bucket: the service, where it is not that of AWS; also AWS_ENDPOINT_URL_S3.')
      .optional(),
    region: z
      .string()
      .regex(/^[a-z0-9-]+$/, 'the name of a region, such as "eu-central-1"')
      .describe('Of a bucket; also AWS_REGION.')
      .optional(),
    read: z.boolean().describe('Results are taken from it.').default(true),
    write: z.boolean().describe('Results are sent to it.').default(true),
    signed: z
      .boolean()
      .describe('Records are signed with EOS_REMOTE_KEY, and others are refused; true where that is set.')
      .optional(),
    timeout: z
      .string()
      .regex(DURATION, 'a time such as "10s"')
      .describe('How long it may give no sign, for example "10s".')
      .optional(),
  })
  .check(({ value, issues }) => {
    const problem = (key: string, message: string): void => {
      issues.push({ code: 'custom', message, path: [key], input: value });
    };
    if (!value.read && !value.write) problem('write', 'the remote is neither read nor written: leave it out');
    for (const key of ['endpoint', 'region'] as const)
      if (value[key] !== undefined && !value.url.startsWith('s3://'))
        problem(key, `"${key}" belongs to a bucket`);
  })
  .meta({ id: 'remote' });

function remoteProblem(text: string): string {
  const found = remoteAddress(text);
  return 'problem' in found ? found.problem : '';
}

/** A remote cache in pipeline.yaml: its address, or more about it. */
export const remote = z.union(
  [remoteMap, address.transform((url) => ({ url, read: true, write: true }))],
  'an address, or a map with "url"',
);

/** What pipeline.yaml says about a remote. */
export type RemoteConfig = z.output<typeof remoteMap>;

/** The keys that a remote may have. */
export function remoteKeys(): string[] {
  return Object.keys(remoteMap.shape);
}
