/**
 * Packages the stages dev and prod, and dev with every part that is off by default, and runs cfn-lint and checkov over their templates. Exits 1 on a finding that
 * serverless/accepted-findings.yml does not accept, or on an accepted one that no tool reports. Both tools are searched in
 * .venv/lint/bin, then in PATH; serverless/requirements.txt pins them.
 */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";

type Finding = { readonly id: string; readonly resource: string; readonly says: string };
type Accepted = { readonly id: string; readonly resources: readonly string[]; readonly reason: string };

const root = path.join(import.meta.dirname, "..");
const STAGES = [
  { name: "dev", options: ["--stage", "dev"] },
  { name: "prod", options: ["--stage", "prod"] },
  { name: "dev-distributed", options: ["--stage", "dev", "--param", "replay=distributed"] },
];

/** Milliseconds; on a machine that does nothing else, ten seconds. */
const LIMIT_MS = 300_000;
type Failure = {
  readonly code: unknown;
  readonly killed?: boolean;
  readonly stdout?: string;
  readonly stderr?: string;
};

/** The output, whatever the exit code: both tools exit with an error if they have findings. */
async function runCommand(command: string, ...args: readonly string[]): Promise<string> {
  const local = path.join(root, ".venv/lint/bin", command);
  const file = existsSync(local) ? local : command;
  try {
    const options = { cwd: root, timeout: LIMIT_MS, maxBuffer: 2 ** 26 };
    return (await promisify(execFile)(file, args, options)).stdout;
  } catch (error) {
    const { code, killed, stdout, stderr } = error as Failure; // as execFile rejects
    if (typeof code === "number" && stdout) return stdout;
    const why = killed ? `did not end within ${LIMIT_MS / 1000} s` : "could not be run";
    throw new Error(`${command} ${args.join(" ")} ${why}: ${[stdout, stderr || code].join("\n")}`);
  }
}

async function packageStage(options: readonly string[], folder: string): Promise<string> {
  await runCommand("npx", "serverless", "package", ...options, "--package", folder);
  return path.join(folder, "cloudformation-template-update-stack.json");
}

type CfnFinding = {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
};

async function runCfnLint(template: string): Promise<readonly Finding[]> {
  const findings = JSON.parse(
    await runCommand("cfn-lint", "-f", "json", "-t", template),
  ) as readonly CfnFinding[]; // its own format
  return findings.map(({ Rule, Message, Location }) => ({
    id: Rule.Id,
    resource: String(Location.Path?.[1] ?? ""),
    says: Message,
  }));
}

type CheckovReport = {
  readonly results: {
    readonly failed_checks: readonly Readonly<Record<"check_id" | "resource" | "check_name", string>>[];
  };
};

async function runCheckov(template: string): Promise<readonly Finding[]> {
  const flags = ["--framework", "cloudformation", "-o", "json", "--compact", "--quiet", "--skip-download"];
  const { results } = JSON.parse(await runCommand("checkov", "-f", template, ...flags)) as CheckovReport; // its own format
  return results.failed_checks.map(({ check_id, resource, check_name }) => ({
    id: check_id,
    resource: resource.slice(resource.lastIndexOf(".") + 1),
    says: check_name,
  }));
}

const accepted = parse(
  readFileSync(path.join(root, "serverless/accepted-findings.yml"), "utf8"),
) as readonly Accepted[]; // the file is ours
const folder = await mkdtemp(path.join(tmpdir(), "chatgate-templates-"));
const found = new Set<string>();
for (const { name, options } of STAGES) {
  const template = await packageStage(options, path.join(folder, name));
  for (const { id, resource, says } of [...(await runCfnLint(template)), ...(await runCheckov(template))]) {
    found.add(`${id} ${resource}`);
    if (accepted.some((entry) => entry.id === id && entry.resources.includes(resource))) continue;
    console.error(`${name}: ${id}: ${resource}: ${says}`);
    process.exitCode = 1;
  }
}
for (const { id, resources } of accepted) {
  for (const resource of resources.filter((name) => !found.has(`${id} ${name}`))) {
    console.error(`accepted-findings.yml: ${id}: ${resource}: not found any more. Delete it.`);
    process.exitCode = 1;
  }
}
await rm(folder, { recursive: true });
if (process.exitCode === undefined) console.log(`${found.size} findings, all accepted`);
