import { expect, it } from 'vitest';
import { s3Credentials } from '../../../../../../src/cache/remotes/stores/s3/s3-credentials.ts';

it('takes the credentials of the environment', async () => {
  const environment = {
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
  };
  expect(await s3Credentials(environment)()).toEqual({
    accessKeyId: 'id',
    secretAccessKey: 'secret',
    sessionToken: 'token',
  });
});

it('says what to do where there are none, and the package that knows others is not installed', async () => {
  await expect(s3Credentials({})()).rejects.toMatchObject({
    fault: 'denied',
    message: 'there are no credentials for S3 in the environment',
    hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; for AWS’s files, single sign-on and roles: npm install @aws-sdk/credential-providers'.replace(
      '’',
      "'",
    ),
  });
});
