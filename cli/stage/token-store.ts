import { createHash, randomBytes } from "node:crypto";
import { parseTokenLine, type TokenLine } from "../../lib/callback/token-line.ts";
import { splitTokenLines } from "../../lib/policy-set/check-set.ts";
import { deriveKeys } from "../../lib/sinks/derive-keys.ts";
import { formatSecretsPath } from "../../lib/store/stage-reader.ts";
import type { StageStore } from "./stage-store.ts";

/** A stage's secrets, decrypted. Never printed unless a person asks for it. */
export type StageTokens = {
  /** As they are stored, comments left out; the audit's `token` counts them from 0. */
  readonly lines: readonly string[];
  readonly auditKey: string | undefined;
  /** 0: there is no such parameter. */
  readonly version: number;
};

export async function readTokens(store: StageStore): Promise<StageTokens> {
  const { GetParametersCommand } = await import("@aws-sdk/client-ssm");
  const { Parameters = [] } = await store.client.send(
    new GetParametersCommand({
      Names: [formatSecretName(store, "tokens"), formatSecretName(store, "audit-key")],
      WithDecryption: true,
    }),
  );
  const findSecret = (name: string) => Parameters.find(({ Name }) => Name === formatSecretName(store, name));
  const tokens = findSecret("tokens");
  return {
    lines: splitTokenLines(tokens?.Value ?? ""),
    auditKey: findSecret("audit-key")?.Value?.trim() || undefined,
    version: tokens?.Version ?? 0,
  };
}

export type TokenWrite =
  | { readonly kind: "written" }
  /** Another write happened since the tokens were read; this write overwrites it. */
  | { readonly kind: "overwritten"; readonly version: number };

export async function writeTokens(
  store: StageStore,
  lines: readonly string[],
  { version: before }: StageTokens,
  keyId: string | undefined,
): Promise<TokenWrite> {
  const version = await putSecret(store, "tokens", lines.join("\n"), keyId);
  return version === before + 1 ? { kind: "written" } : { kind: "overwritten", version: version - 1 };
}

/** The key of account hashes; written before the tokens, since a function reads it when they change. */
export async function makeAuditKey(store: StageStore, keyId: string | undefined): Promise<void> {
  await putSecret(store, "audit-key", createSecret(), keyId);
}

/** Hex digits: the maximum length of a token in Chat's console. */
export const createSecret = () => randomBytes(32).toString("hex");

/** A token's fingerprint: a hash keyed by the audit key, so that tokens cannot be guessed from it. */
export function fingerprintToken({ token }: TokenLine, auditKey: string | undefined): string {
  if (auditKey === undefined) return "-";
  return createHash("sha256").update(`${auditKey}\n${token}`).digest("hex").slice(0, 8);
}

export const hashStageAccount = ({ lines, auditKey }: StageTokens, account: string) =>
  deriveKeys(lines, auditKey).hashAccount?.(account);

export const describeApp = (line: string) => {
  const { sdkAppId } = parseTokenLine(line);
  return sdkAppId === undefined ? "any app" : String(sdkAppId);
};

const formatSecretName = ({ path }: StageStore, name: string) => `${formatSecretsPath(path)}/${name}`;

async function putSecret(
  store: StageStore,
  name: string,
  value: string,
  keyId: string | undefined,
): Promise<number> {
  const { PutParameterCommand } = await import("@aws-sdk/client-ssm");
  const key = keyId ?? (await findKey(store, name));
  const { Version = 0 } = await store.client.send(
    new PutParameterCommand({
      Name: formatSecretName(store, name),
      Value: value,
      Type: "SecureString",
      Overwrite: true,
      ...(key === undefined ? {} : { KeyId: key }),
    }),
  );
  return Version;
}

/** The parameter's current KMS key: a write without a key id would change it to the account's default. */
async function findKey(store: StageStore, name: string): Promise<string | undefined> {
  const { DescribeParametersCommand } = await import("@aws-sdk/client-ssm");
  const { Parameters = [] } = await store.client.send(
    new DescribeParametersCommand({
      ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [formatSecretName(store, name)] }],
    }),
  );
  return Parameters[0]?.KeyId;
}
