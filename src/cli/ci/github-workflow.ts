/** A workflow of GitHub that runs the pipeline and publishes its folder; docs/ci.md says what each part is for. */
export function githubWorkflow(publishedFolder: string | undefined): string {
  return `# Made by "eos-pipeline init --ci github". docs/ci.md of eos-pipeline says what each part is for; it is yours to change.
name: Report
on:
  push:
    branches: [main]
  pull_request:
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: report-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
jobs:
  report:
    runs-on: ubuntu-latest
    timeout-minutes: 355
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      # The newest cache of main, whatever its commit: what the change does not touch is found in it.
      - id: cache
        uses: actions/cache/restore@v4
        with:
          path: cache
          key: eos-\${{ runner.os }}-\${{ runner.arch }}-\${{ github.run_id }}-\${{ github.run_attempt }}
          restore-keys: eos-\${{ runner.os }}-\${{ runner.arch }}-
      # Exit code 4: the time was over. "Re-run jobs" goes on where it was, from the cache saved below.
      - run: npx eos-pipeline repro --time-budget 5.5h
      - if: \${{ !cancelled() }}
        run: |
          if git cat-file -e HEAD:./pipeline.lock 2>/dev/null && [ -e pipeline.lock ]; then
            npx eos-pipeline diff --format markdown >> "$GITHUB_STEP_SUMMARY"
          fi
      - if: \${{ !cancelled() }}
        run: npx eos-pipeline gc --keep-current
      # Caches of pull requests are not kept: main's are what everybody starts from.
      - if: \${{ !cancelled() && github.ref == 'refs/heads/main' }}
        uses: actions/cache/save@v4
        with:
          path: cache
          key: \${{ steps.cache.outputs.cache-primary-key }}
${publishedFolder === undefined ? '' : pages(publishedFolder)}`;
}

/** Settings → Pages → Source has to be "GitHub Actions" once. */
function pages(folder: string): string {
  return `      - if: \${{ github.ref == 'refs/heads/main' }}
        uses: actions/upload-pages-artifact@v4
        with:
          path: ${JSON.stringify(folder)}
  # Once, in the settings of the repository: Pages, Source, "GitHub Actions".
  pages:
    if: \${{ github.ref == 'refs/heads/main' }}
    needs: report
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    concurrency:
      group: pages
      cancel-in-progress: false
    environment:
      name: github-pages
      url: \${{ steps.deploy.outputs.page_url }}
    steps:
      - id: deploy
        uses: actions/deploy-pages@v4
`;
}
