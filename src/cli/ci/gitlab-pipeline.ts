/** A pipeline of GitLab that runs this one and publishes its folder; docs/ci.md says what each part is for. */
export function gitlabPipeline(publishedFolder: string | undefined): string {
  return `# Made by "eos-pipeline init --ci gitlab". docs/ci.md of eos-pipeline says what each part is for; it is yours to change.
workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

report:
  image: node:24
  timeout: 3 hours
  rules:
    # Only the default branch saves the cache: it is what everybody starts from.
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      variables:
        CACHE_POLICY: pull-push
    - when: on_success
      variables:
        CACHE_POLICY: pull
  cache:
    key: eos-pipeline
    # Protected and other branches read the same one.
    unprotect: true
    paths: [cache/]
    policy: $CACHE_POLICY
    # Also after exit code 4 (the time was over): a retry of the job goes on where it was.
    when: always
  script:
    - npm ci
    - npx eos-pipeline repro --time-budget 2.75h
    - npx eos-pipeline gc --keep-current
${publishedFolder === undefined ? '' : pages(publishedFolder)}`;
}

function pages(folder: string): string {
  const path = JSON.stringify(folder);
  return `  artifacts:
    paths: [${path}]

pages:
  image: node:24
  needs: [report]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - node -e 'require("node:fs").cpSync(process.argv[1], "public", { recursive: true })' "$PUBLISHED"
  variables:
    PUBLISHED: ${path}
  artifacts:
    paths: [public]
`;
}
