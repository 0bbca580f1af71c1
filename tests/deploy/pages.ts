/**
 * Runs the command blocks of the pages that speak of a deployed stage, line by line, against the stage of
 * `npm run test:deploy`. Blocks that need no stage run in tests/docs.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runProcess } from "./run-process.ts";

export type PageStage = {
  /** All that a program needs to speak with the AWS of the test. */
  readonly env: NodeJS.ProcessEnv;
  readonly stage: string;
  readonly url: string;
  /** Has a request refused, and gives its id once the log has it. */
  readonly refuseRequest: () => Promise<string>;
};

/** Console blocks of the tutorial, docs/policies.md, run in tests/docs/tutorial.test.ts. */
const PAGES: readonly { readonly page: string; readonly languages: string }[] = [
  { page: "docs/deploy.md", languages: "bash|console" },
  { page: "docs/events.md", languages: "bash|console" },
  { page: "docs/hindsight.md", languages: "bash|console" },
  { page: "docs/troubleshooting.md", languages: "bash|console" },
  { page: "docs/policies.md", languages: "bash" },
];

/** Lines that do not run here, each with the reason. */
const EXCEPTIONS: readonly { readonly line: RegExp; readonly reason: string }[] = [
  {
    line: /^(\w+=\$\()?aws |\| *\n? *xargs -n 10 aws/,
    reason: "needs the AWS command line, which this test does not install",
  },
  { line: /^npx --no sls /, reason: "tests/deploy/run.ts deploys, reads logs and removes" },
  {
    line: /chatgate tail (?!.*--no-follow)/,
    reason: "follows until interrupted: tests/cli/hindsight/tail.test.ts",
  },
  {
    line: /chatgate replay merge s3:/,
    reason: "merges what an execution wrote: tests/deploy/replay.ts",
  },
  { line: /^pbpaste \| /, reason: "needs a clipboard; tests/cli/hindsight gives the line on standard input" },
];

const LIMIT_MS = 180_000;
const ASKS = / (policy (push|rollback|mode|pause|prune)|list (add|remove)|record (start|stop)) /;

/** Rejects with every line that failed and what it printed. */
export async function runPages({ env, stage, url, refuseRequest }: PageStage): Promise<void> {
  const cwd = await mkdtemp(join(tmpdir(), "chatgate-pages-"));
  const run = (line: string) => {
    const token = line.includes(" token add ") ? { CHATGATE_TOKEN: "another-token-of-this-test" } : {};
    const options = { cwd, env: { ...env, STAGE: stage, URL: url, ...token }, limitMs: LIMIT_MS };
    return runProcess(line, ["bash", "-c", line], options);
  };
  const chatgate = async (words: string) => {
    const { code, said } = await run(`${PROGRAM} ${words}`);
    assert.equal(code, 0, `chatgate ${words}\n${said}`);
    return said;
  };

  await chatgate("init policies --sdkappid 1400000000");
  await mkdir(join(cwd, "policies/stages"));
  const settings = { sdkAppIds: [1400000000], refreshSeconds: 1 };
  await writeFile(join(cwd, `policies/stages/${stage}.yaml`), JSON.stringify(settings));
  await writeFile(join(cwd, "policies/groups.yaml"), LIVE_ROOMS);
  await chatgate(`policy push policies --stage ${stage} --no-test --force --yes --reason "Pages"`);
  const started = await chatgate(`record start --stage ${stage} --for 1d --yes`);
  const [recordingKey = ""] = /rec-\d{8}-[0-9a-f]{4}/.exec(started) ?? [];
  await appendFile(join(cwd, "policies/lists/reserved.txt"), "a new name\n");
  const requestId = await refuseRequest();
  await chatgate(`record pull --stage ${stage} --since 1d -o recordings`);

  const substitutes: readonly (readonly [RegExp, string])[] = [
    [/npx --no chatgate/g, PROGRAM],
    [/(--stage|--against) (dev|prod)\b/g, `$1 ${stage}`],
    [/--set 41 --against [a-z]+@40/g, `--set 3 --against ${stage}@2`],
    [/prod\.log\.gz/g, "recordings"],
    [/https:\/\/a1b2c3d4e5\S+\//g, url],
    [/3f1c0a52-…/g, requestId],
    [/rec-20261124-a1b2/g, recordingKey],
  ];
  const failures: string[] = [];
  for (const { place, text } of PAGES.flatMap(listShellLines)) {
    if (EXCEPTIONS.some(({ line }) => line.test(text))) continue;
    const adapted = substitutes.reduce((line, [from, to]) => line.replaceAll(from, to), text);
    const asks = ASKS.test(adapted) && !adapted.includes("--dry-run");
    const { code, said } = await run(asks ? `${adapted} --yes` : adapted);
    if (code !== 0) failures.push(`${place}: ${text}\nran as: ${adapted}\nexit code ${code}\n${said}`);
  }
  await rm(cwd, { recursive: true });
  assert.equal(failures.length, 0, failures.join("\n"));
}

type Line = { readonly place: string; readonly text: string };

/** Of `bash` blocks every line, of `console` blocks those after `$`; a heredoc and a continued line are one. */
function listShellLines({ page, languages }: (typeof PAGES)[number]): readonly Line[] {
  const source = readFileSync(page, "utf8");
  const blocks = source.matchAll(new RegExp(`^ *\`\`\`(${languages})\\n([\\s\\S]*?)^ *\`\`\`$`, "gm"));
  return [...blocks].flatMap(({ 1: language, 2: block = "", index }) => {
    const place = `${page}:${source.slice(0, index).split("\n").length}`;
    const lines = block.replaceAll(/^ {3}/gm, "");
    const commands =
      language === "console"
        ? [...lines.matchAll(/^\$ (.*)$/gm)].map(([, command = ""]) => command)
        : [...lines.matchAll(/^(?!#).*<<'(\w+)'\n[\s\S]*?^\1$|^(?!#)(?:.*[\\|]\n)*.+$/gm)].map(
            ([command]) => command,
          );
    return commands.map((text) => ({ place, text }));
  });
}

const PROGRAM = `"${process.execPath}" "${resolve("bin/chatgate.cjs")}"`;

const LIVE_ROOMS = `rules:
  - id: live-rooms
    on: Group.CallbackBeforeCreateGroup
    when: groupType == "AVChatRoom"
    deny: { code: 10101, message: "Only the team opens live rooms." }
`;
