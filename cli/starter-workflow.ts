// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of GitHub
import { SAFE_PROGRAM } from "./io.ts";

export const WORKFLOW_FILE = ".github/workflows/policies.yml";

const listSteps = (...extra: readonly string[]) => [
  "- uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
  "  with: { persist-credentials: false }",
  "- uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
  "  with: { node-version: 24, cache: npm }",
  "- run: npm ci --ignore-scripts",
  ...extra,
];

const assumeRole = (role: string) => [
  "- uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3",
  "  with:",
  "    aws-region: ${{ vars.AWS_REGION }}",
  `    role-to-assume: \${{ vars.${role} }}`,
];

const indentLines = (lines: readonly string[]) => lines.map((line) => `      ${line}`).join("\n");

/** The jobs of a repository of policies: check and test, the difference as a comment, dev and then prod on merge. */
export const createWorkflow = (
  folder: string,
) => `# Checks policies on every pull request, and publishes them once merged.
# - \`npm install --save-dev\` chatgate here, and commit package.json and package-lock.json.
# - Deploy serverless/publisher.yml of chatgate for dev and prod: it makes the two roles of each.
# - Variables of the repository: AWS_REGION, CHATGATE_READER_ROLE (prod's).
# - Environments dev and prod, each with a variable CHATGATE_PUBLISHER_ROLE; protect prod with required reviewers.
name: policies
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
concurrency:
  group: policies-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
${indentLines(
  listSteps(
    `- run: ${SAFE_PROGRAM} policy check ${folder} --strict`,
    `- run: ${SAFE_PROGRAM} policy test ${folder} --strict --reporter github`,
  ),
)}

  diff:
    # A fork's pull request gets no role.
    if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository
    needs: test
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
      id-token: write
      pull-requests: write
    steps:
${indentLines(
  listSteps(
    ...assumeRole("CHATGATE_READER_ROLE"),
    "- name: Compare with prod",
    "  run: |",
    "    code=0",
    `    ${SAFE_PROGRAM} policy diff ${folder} --stage prod > diff.txt || code=$?`,
    "    cat diff.txt",
    "    [ $code -le 1 ] # 1: there are differences; 2: it could not be told",
    "    { echo '### What merging changes at prod'; sed 's/^/    /' diff.txt | head -c 60000; } > comment.md",
    '- run: gh pr comment "$NUMBER" --repo "$GITHUB_REPOSITORY" --edit-last --create-if-none --body-file comment.md',
    "  env:",
    "    GH_TOKEN: ${{ github.token }}",
    "    NUMBER: ${{ github.event.pull_request.number }}",
  ),
)}

${["dev", "prod"].map((stage) => createPushJob(stage, folder)).join("\n\n")}
`;

const createPushJob = (stage: string, folder: string) => `  ${stage}:
    if: github.event_name == 'push'
    needs: ${stage === "dev" ? "test" : "dev"}
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    environment: ${stage}
    permissions:
      contents: read
      id-token: write
    steps:
${indentLines(
  listSteps(
    ...assumeRole("CHATGATE_PUBLISHER_ROLE"),
    `- run: ${SAFE_PROGRAM} policy push ${folder} --stage ${stage} --reason "$(git log -1 --format=%s | cut -c1-180)" --yes`,
  ),
)}`;
