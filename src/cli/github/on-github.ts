/** Whether the command runs in a step of a GitHub workflow. */
export function onGithub(): boolean {
  return process.env['GITHUB_ACTIONS'] === 'true';
}
