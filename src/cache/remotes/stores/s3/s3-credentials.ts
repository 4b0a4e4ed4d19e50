import { RemoteError } from '../remote-error.ts';

/** What signs the requests to S3. */
export interface S3Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** When they end. */
  expiration?: Date;
}

/** What gives credentials, anew where the last ones end. */
export type CredentialSource = () => Promise<S3Credentials>;

/** The optional package that knows AWS's shared files, single sign-on, roles, and the services of its machines. */
const PROVIDERS = '@aws-sdk/credential-providers';
const EARLY_MS = 5 * 60_000;

/**
 * The credentials of the environment (AWS_ACCESS_KEY_ID and its like); where there are none, those of AWS's own chain of providers, if that
 * package is installed.
 */
export function s3Credentials(environment: NodeJS.ProcessEnv = process.env): CredentialSource {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  if (accessKeyId && secretAccessKey) {
    const fixed = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
    return () => Promise.resolve(fixed);
  }
  let source: Promise<CredentialSource> | undefined;
  let known: S3Credentials | undefined;
  return async () => {
    if (known !== undefined && (known.expiration?.getTime() ?? Infinity) > Date.now() + EARLY_MS)
      return known;
    source ??= providerChain();
    try {
      return (known = await (await source)());
    } catch (error) {
      if (error instanceof RemoteError) throw error;
      throw new RemoteError('denied', `there are no credentials for S3: ${(error as Error).message}`, {
        hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with the tools of AWS.',
        cause: error,
      });
    }
  };
}

async function providerChain(): Promise<CredentialSource> {
  try {
    const { fromNodeProviderChain } = (await import(PROVIDERS)) as {
      fromNodeProviderChain: () => CredentialSource;
    };
    return fromNodeProviderChain();
  } catch (error) {
    throw new RemoteError('denied', 'there are no credentials for S3 in the environment', {
      hint: `Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; for AWS's files, single sign-on and roles: npm install ${PROVIDERS}`,
      cause: error,
    });
  }
}
