import { commands } from "../../lib/commands/generated/index.ts";
import { formatFault } from "../../lib/policy/fault.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import type { Settings } from "../../lib/policy-set/settings-schema.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { ssmSource } from "../../lib/store/ssm.ts";
import { secretsPath } from "../../lib/store/stage-reader.ts";
import { disturbances, whereItIs } from "./describe-state.ts";
import { type Diagnosis, fail, ok, warn } from "./diagnosis.ts";
import { ADVANCED_BYTES, kilobytes, STANDARD_BYTES } from "./documents.ts";
import { explainAwsError } from "./explain-aws-error.ts";
import { readStage, type StageState } from "./stage-state.ts";
import type { StageStore } from "./stage-store.ts";

export type Examined = {
  readonly findings: readonly Diagnosis[];
  readonly settings: Settings | undefined;
  /** Never printed. */
  readonly tokens: readonly string[];
};

/** What can be seen of a stage in SSM. */
export async function examineStore(store: StageStore): Promise<Examined> {
  const state = await readStage(store);
  const { tokens, findings: onTokens, isReadable } = await examineTokens(store);
  const { settings, findings: onSet } = examineSet(state);
  const authentication =
    settings?.authentication === "required" && isReadable && tokens.length === 0
      ? [
          fail(
            "tokens",
            `${tokensPath(store)} has none, so every callback is refused: put one there (docs/deploy.md)`,
          ),
        ]
      : [];
  return {
    settings,
    tokens,
    findings: [
      ok("stage", `${store.label} is ${whereItIs(state)}`),
      ...onSet,
      ...authentication,
      ...onTokens,
      ...examinePlaces(store, state),
      ...examineLimits(state),
      ...(await examineReading(store)),
    ],
  };
}

function examineSet(state: StageState) {
  const { settings, faults } = checkSet(state.inForce, commands, sha256);
  const documents = state.inForce.filter(({ name }) => name.startsWith("policies/")).length;
  const bad = faults.map((fault) =>
    fail(fault.document === "settings" ? "settings" : "policies", `${formatFault(fault)}: mend it, and push`),
  );
  const findings: Diagnosis[] = [...bad, ...disturbances(state).map((one) => warn("set", one))];
  if (settings !== undefined) findings.unshift(...examineSettings(settings));
  if (bad.length === 0) {
    findings.push(
      documents > 0
        ? ok("policies", documents === 1 ? "1 document checks" : `${documents} documents check`)
        : warn("policies", "there are none, so everything is allowed: push some"),
    );
  }
  return { settings, findings };
}

function examineSettings({
  sdkAppIds,
  authentication,
  mode,
  toleranceSeconds,
}: Settings): readonly Diagnosis[] {
  const findings = [ok("settings", `good, for SDKAppID ${sdkAppIds.join(", ")}`)];
  if (authentication === "off") {
    findings.push(warn("settings", 'authentication is off: anybody may call; set it to "required"'));
  }
  if (mode !== "enforce") findings.push(warn("settings", `mode is ${mode}: no rule decides anything`));
  if (toleranceSeconds > 300) {
    findings.push(
      warn(
        "settings",
        `toleranceSeconds is ${toleranceSeconds}: a signature seen once is good for so long; 60 will do`,
      ),
    );
  }
  return findings;
}

const tokensPath = ({ path }: StageStore) => `${secretsPath(path)}/tokens`;

type Tokens = {
  readonly tokens: readonly string[];
  readonly findings: readonly Diagnosis[];
  /** Whether they could be looked at, be there some or none. */
  readonly isReadable: boolean;
};

/** That there are tokens, in the right place; of a token, nothing but its length decides, and nothing is said. */
async function examineTokens(store: StageStore): Promise<Tokens> {
  const { GetParametersCommand } = await import("@aws-sdk/client-ssm");
  const name = tokensPath(store);
  try {
    const { Parameters = [] } = await store.client.send(
      new GetParametersCommand({ Names: [name], WithDecryption: true }),
    );
    const [parameter] = Parameters;
    const tokens = checkSet(
      [{ name: "tokens", value: parameter?.Value ?? "", version: "" }],
      commands,
      sha256,
    ).tokens;
    if (tokens.length === 0) return { tokens, findings: [], isReadable: true };
    const findings = [ok("tokens", tokens.length === 1 ? "there is one" : `there are ${tokens.length}`)];
    if (parameter?.Type !== "SecureString") {
      findings.push(
        fail("tokens", `${name} is not encrypted: delete it, put a new token there as SecureString`),
      );
    }
    if (tokens.includes("xxxxyyyy")) {
      findings.push(fail("tokens", "one is the documentation's example, which everybody knows: take it out"));
    } else if (tokens.some((token) => token.length < 16)) {
      findings.push(
        warn("tokens", "one is shorter than 16 characters, and may be guessed: use `openssl rand -hex 32`"),
      );
    }
    return { tokens, findings, isReadable: true };
  } catch (error) {
    const explained = explainAwsError(error);
    if (explained === undefined) throw error;
    const findings = [
      warn("tokens", `could not be looked at (${explained}); the function reads them by its own right`),
    ];
    return { tokens: [], findings, isReadable: false };
  }
}

function examinePlaces(store: StageStore, { listed }: StageState): readonly Diagnosis[] {
  return listed.flatMap(({ name, secure }) => {
    if (name === "tokens") {
      const advice = `delete it, and put a new token at ${tokensPath(store)}`;
      return [fail("tokens", `${store.path}/tokens is where whoever may read policy reads it: ${advice}`)];
    }
    if (!secure) return [];
    return [
      fail(
        "parameters",
        `${store.path}/${name} is a SecureString, which stops every read: store it as String`,
      ),
    ];
  });
}

const SLOW_PAGES = 20;

function examineLimits({ listed, unused }: StageState): readonly Diagnosis[] {
  const tight = listed.flatMap(({ name, value }) => {
    const bytes = Buffer.byteLength(value);
    const isPart = name.startsWith("lists/"); // cut to fit, as near to the limit as may be
    const limit = bytes > STANDARD_BYTES ? ADVANCED_BYTES : STANDARD_BYTES;
    if (isPart || bytes < 0.9 * limit) return [];
    const next =
      limit === STANDARD_BYTES ? "above it, it is billed as an advanced parameter" : "it cannot grow beyond";
    return [warn("limits", `${name} is ${kilobytes(bytes)} of ${kilobytes(limit)}: ${next}; split it`)];
  });
  const largest = Math.max(0, ...listed.map(({ value }) => Buffer.byteLength(value)));
  const pages = Math.max(1, Math.ceil(listed.length / 10));
  const count = `${listed.length} parameters, read in ${pages} ${pages === 1 ? "page" : "pages"}, the largest ${kilobytes(largest)}`;
  const many =
    pages > SLOW_PAGES
      ? warn("limits", `${count}: a cold start waits for one page after the other; shorten the lists`)
      : ok("limits", count);
  const clutter =
    unused.length >= 10
      ? [
          warn(
            "limits",
            `${unused.length} parameters are in no use: \`policy push --prune\` deletes the oldest`,
          ),
        ]
      : [];
  return [many, ...tight, ...clutter];
}

/** As the function reads, but with this person's rights. */
async function examineReading(store: StageStore): Promise<readonly Diagnosis[]> {
  const credentials = await store.client.config.credentials();
  const source = ssmSource({
    path: store.path,
    region: store.region,
    endpoint: store.endpoint,
    credentials: () => credentials,
    timeoutMs: 3_000, // from wherever this is
    budgetMs: 10_000,
  });
  const timed = async () => {
    const start = performance.now();
    const result = await source.read();
    return { result, ms: Math.round(performance.now() - start) };
  };
  const first = await timed();
  if (first.result.kind === "failed") return [fail("reading", `with your rights: ${first.result.reason}`)];
  const second = await timed();
  return [
    ok("reading", `both paths, with your rights: ${first.ms} ms the first time, ${second.ms} ms again`),
  ];
}
