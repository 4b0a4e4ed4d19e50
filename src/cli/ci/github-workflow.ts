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
      # Against what a change is told: the branch that it goes to, else the commit.
      - id: base
        run: |
          revision=HEAD
          if [ -n "$GITHUB_BASE_REF" ] && git fetch --quiet --depth 1 origin "$GITHUB_BASE_REF"; then
            revision=$(git rev-parse FETCH_HEAD)
          fi
          echo "revision=$revision" >> "$GITHUB_OUTPUT"
      - run: npx eos-pipeline status --format markdown > "$RUNNER_TEMP/changes.md"
      # Exit code 4: the time was over. "Re-run jobs" goes on where it was, from the cache saved below.
      - run: npx eos-pipeline repro --time-budget 5.5h
      - if: \${{ !cancelled() }}
        env:
          BASE: \${{ steps.base.outputs.revision }}
        run: |
          if git cat-file -e "\${BASE:=HEAD}:./pipeline.lock" 2>/dev/null && [ -e pipeline.lock ]; then
            npx eos-pipeline diff "$BASE" --report --format markdown > "$RUNNER_TEMP/moved.md"
            (echo && cat "$RUNNER_TEMP/moved.md") | tee -a "$GITHUB_STEP_SUMMARY" >> "$RUNNER_TEMP/changes.md"
          fi
      - if: \${{ !cancelled() && github.event_name == 'pull_request' }}
        uses: actions/upload-artifact@v4
        with:
          name: changes
          path: \${{ runner.temp }}/changes.md
      - if: \${{ !cancelled() }}
        run: npx eos-pipeline gc --keep-current
      # Caches of pull requests are not kept: main's are what everybody starts from.
      - if: \${{ !cancelled() && github.ref == 'refs/heads/main' }}
        uses: actions/cache/save@v4
        with:
          path: cache
          key: \${{ steps.cache.outputs.cache-primary-key }}
${publishedFolder === undefined ? '' : pages(publishedFolder)}${comment}`;
}

/** Only this job may write, and it runs nothing of the pull request. Tokens of forks cannot: their changes stand in the summary. */
const comment = `  # Says in the pull request what it changes: in one comment, which follows it. Remove the job where that is not wanted.
  comment:
    if: \${{ github.event_name == 'pull_request' && !github.event.pull_request.head.repo.fork }}
    needs: report
    runs-on: ubuntu-latest
    permissions:
      pull-requests: write
    steps:
      - uses: actions/download-artifact@v5
        with:
          name: changes
      - env:
          GH_TOKEN: \${{ github.token }}
          ISSUES: repos/\${{ github.repository }}/issues
          NUMBER: \${{ github.event.pull_request.number }}
        run: |
          mark='<!-- eos-pipeline -->'
          { echo "$mark"; head -c 60000 changes.md; } > comment.md
          id=$(gh api "$ISSUES/$NUMBER/comments" --paginate --jq ".[] | select(.body | startswith(\\"$mark\\")) | .id" | head -n 1)
          if [ -n "$id" ]; then
            gh api --silent --method PATCH "$ISSUES/comments/$id" -F body=@comment.md
          else
            gh api --silent "$ISSUES/$NUMBER/comments" -F body=@comment.md
          fi
`;

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
