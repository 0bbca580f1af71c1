import { lintTolerance } from "../../lib/authoring/lint.ts";
import { formatKilobytes } from "../../lib/authoring/messages/message.ts";
import { describeDiagnostic } from "../../lib/authoring/messages/messages.ts";
import { isTokenFor, parseTokenLine } from "../../lib/callback/token-line.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { diagnose } from "../../lib/policy/cel/advise.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import type { Settings } from "../../lib/policy-set/settings-schema.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { formatSecretsPath } from "../../lib/store/stage-reader.ts";
import { locateStageSettings } from "../policies.ts";
import { completeDiagnostic } from "../report.ts";
import { describePosition, diagnoseSync } from "./describe-state.ts";
import { type Diagnosis, reportFail, reportOk, reportWarn } from "./diagnosis.ts";
import { ADVANCED_BYTES, STANDARD_BYTES } from "./documents.ts";
import { examineReads } from "./examine-reads.ts";
import { explainAwsError } from "./explain-aws-error.ts";
import { readStage, type StageState } from "./stage-state.ts";
import type { StageStore } from "./stage-store.ts";

export type Examined = {
  readonly findings: readonly Diagnosis[];
  readonly settings: Settings | undefined;
  /** Never printed. */
  readonly tokens: readonly string[];
};

/** What a stage has in SSM, as far as this person may read it. */
export async function examineStore(store: StageStore, now: () => number): Promise<Examined> {
  const state = await readStage(store);
  const { tokens, findings: onTokens, isReadable } = await examineTokens(store);
  const { settings, findings: onSet } = examineSet(store, state);
  const apps = settings?.authentication === "required" && isReadable ? settings.sdkAppIds : [];
  const lines = tokens.map(parseTokenLine);
  const lacksToken = apps.some((app) => !lines.some((line) => isTokenFor(line, app)));
  const authentication = lacksToken
    ? [reportFail("tokens", { code: "tokens-missing", details: { parameter: formatTokensPath(store) } })]
    : [];
  return {
    settings,
    tokens,
    findings: [
      reportOk("stage", `${store.label} is ${describePosition(state)}`),
      ...onSet,
      ...authentication,
      ...onTokens,
      ...examinePlaces(store, state),
      ...examineLimits(state),
      ...(await examineReads(store, state, settings, now)),
    ],
  };
}

function examineSet({ stage }: StageStore, state: StageState) {
  const { settings, diagnostics } = checkSet(state.inForce, commands, sha256, diagnose);
  const policies = state.inForce.filter(({ name }) => name.startsWith("policies/")).length;
  const wrong = diagnostics.map((diagnostic): Diagnosis => {
    if (diagnostic.code === "settings-missing") {
      const details = { stage, file: locateStageSettings("policies", stage) };
      return reportFail("settings", { code: "stage-settings-missing", details });
    }
    return { level: "fail", check: chooseCheck(diagnostic), diagnostic };
  });
  const unsynced = diagnoseSync(state).map(
    (diagnostic): Diagnosis => ({ level: "warn", check: "set", diagnostic }),
  );
  const findings: Diagnosis[] = [...wrong, ...unsynced];
  if (settings !== undefined) findings.unshift(...examineSettings(settings));
  if (wrong.length === 0) {
    findings.push(
      policies > 0
        ? reportOk("policies", `${policies} valid`)
        : reportWarn("policies", { code: "policies-missing", details: { place: "The stage" } }),
    );
  }
  return { settings, findings };
}

const chooseCheck = ({ document }: Diagnostic) => (document === "settings" ? "settings" : "policies");

function examineSettings(settings: Settings): readonly Diagnosis[] {
  const { sdkAppIds, authentication, mode } = settings;
  const findings = [reportOk("settings", `valid, for SDKAppID ${sdkAppIds.join(", ")}`)];
  if (authentication === "off") findings.push(reportWarn("settings", { code: "authentication-off" }));
  if (mode !== "enforce")
    findings.push(reportWarn("settings", { code: "mode-not-enforced", details: { mode } }));
  const wide = lintTolerance(settings);
  return [
    ...findings,
    ...wide.map((diagnostic) => ({ level: "warn", check: "settings", diagnostic }) as const),
  ];
}

const MIN_TOKEN_LENGTH = 16;

const formatTokensPath = ({ path }: StageStore) => `${formatSecretsPath(path)}/tokens`;

const formatAuditKeyPath = ({ path }: StageStore) => `${formatSecretsPath(path)}/audit-key`;

type Tokens = {
  readonly tokens: readonly string[];
  readonly findings: readonly Diagnosis[];
  /** Whether they could be read, whether or not there are any. */
  readonly isReadable: boolean;
};

/** Checks that tokens exist in the right parameter. Only a token's length is examined; no token is printed. */
async function examineTokens(store: StageStore): Promise<Tokens> {
  const { GetParametersCommand } = await import("@aws-sdk/client-ssm");
  const name = formatTokensPath(store);
  try {
    const { Parameters = [] } = await store.client.send(
      new GetParametersCommand({ Names: [name, formatAuditKeyPath(store)], WithDecryption: true }),
    );
    const parameter = Parameters.find(({ Name }) => Name === name);
    const hasAuditKey = Parameters.some(({ Name }) => Name === formatAuditKeyPath(store));
    const tokens = checkSet(
      [{ name: "tokens", value: parameter?.Value ?? "", version: "" }],
      commands,
      sha256,
    ).tokens;
    if (tokens.length === 0) return { tokens, findings: [], isReadable: true };
    const findings = [reportOk("tokens", `${tokens.length} configured`)];
    if (parameter?.Type !== "SecureString")
      findings.push(reportFail("tokens", { code: "token-not-encrypted", details: { parameter: name } }));
    const texts = tokens.map((line) => parseTokenLine(line).token);
    if (texts.includes("xxxxyyyy")) findings.push(reportFail("tokens", { code: "token-published" }));
    else if (texts.some((token) => token.length < MIN_TOKEN_LENGTH))
      findings.push(reportWarn("tokens", { code: "token-short", details: { limit: MIN_TOKEN_LENGTH } }));
    if (!hasAuditKey)
      findings.push(
        reportWarn("tokens", {
          code: "audit-key-missing",
          details: { parameter: formatAuditKeyPath(store) },
        }),
      );
    return { tokens, findings, isReadable: true };
  } catch (error) {
    const explained = explainAwsError(error);
    if (explained === undefined) throw error;
    const reason = describeDiagnostic(completeDiagnostic(explained));
    const findings = [reportWarn("tokens", { code: "tokens-unreadable", details: { reason } })];
    return { tokens: [], findings, isReadable: false };
  }
}

function examinePlaces(store: StageStore, { listed }: StageState): readonly Diagnosis[] {
  return listed.flatMap(({ name, secure }) => {
    if (name === "tokens") {
      const details = { parameter: `${store.path}/tokens`, right: formatTokensPath(store) };
      return [reportFail("tokens", { code: "token-misplaced", details })];
    }
    if (!secure) return [];
    const details = { parameter: `${store.path}/${name}` };
    return [reportFail("parameters", { code: "parameter-encrypted", details })];
  });
}

const SLOW_PAGES = 20;
const MANY_UNUSED = 10;

function examineLimits({ listed, unused, set }: StageState): readonly Diagnosis[] {
  const tight = listed.flatMap(({ name, value }) => {
    const bytes = Buffer.byteLength(value);
    const isPart = name.startsWith("lists/"); // parts of lists are always close to the limit
    const limit = bytes > STANDARD_BYTES ? ADVANCED_BYTES : STANDARD_BYTES;
    if (isPart || bytes < 0.9 * limit) return [];
    const tier = limit === STANDARD_BYTES ? "standard" : "advanced";
    return [reportWarn("limits", { code: "nearly-full", details: { bytes, limit, tier } }, name)];
  });
  const largest = Math.max(0, ...listed.map(({ value }) => Buffer.byteLength(value)));
  const pages = Math.max(1, Math.ceil(listed.length / 10));
  const count = `${listed.length} parameters, the largest ${formatKilobytes(largest)}`;
  // Only a stage that was never pushed to is listed by its path.
  const many =
    set === undefined && pages > SLOW_PAGES
      ? reportWarn("limits", { code: "many-pages", details: { parameters: listed.length, pages } })
      : reportOk("limits", count);
  const clutter =
    unused.length < MANY_UNUSED
      ? []
      : [reportWarn("limits", { code: "many-unused", details: { parameters: unused.length } })];
  return [many, ...tight, ...clutter];
}
