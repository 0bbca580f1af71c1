import { generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";
import { parseObject } from "../../lib/json.ts";
import { formatRecordingKeyPath } from "../../lib/store/recording-keys.ts";
import { readPages } from "./read-pages.ts";
import type { StageStore } from "./stage-store.ts";

export type RecordingKey = { readonly id: string; readonly publicKey: string };

/**
 * Makes a key pair, keeps the private half as a SecureString that SSM deletes at `expiresAt` (milliseconds), and gives the
 * public one.
 */
export async function createRecordingKey(
  { stage, client }: StageStore,
  now: number,
  expiresAt: number,
): Promise<RecordingKey> {
  const { PutParameterCommand } = await import("@aws-sdk/client-ssm");
  const { privateKey } = generateKeyPairSync("x25519");
  const jwk = privateKey.export({ format: "jwk" });
  const day = new Date(now).toISOString().slice(0, 10).replaceAll("-", "");
  const id = `rec-${day}-${randomBytes(2).toString("hex")}`;
  await client.send(
    new PutParameterCommand({
      ...{ Name: formatRecordingKeyPath(stage, id), Type: "SecureString", Value: JSON.stringify(jwk) },
      Description: "Opens chatgate's recordings. Whoever deletes it deletes them.",
      // Only advanced parameters can end by themselves; one costs 0.05 $ a month.
      Tier: "Advanced",
      Policies: JSON.stringify([
        {
          ...{ Type: "Expiration", Version: "1.0" },
          Attributes: { Timestamp: new Date(expiresAt).toISOString() },
        },
      ]),
    }),
  );
  return { id, publicKey: String(jwk.x) };
}

/** The stage's private keys, by id. */
export async function readRecordingKeys({
  stage,
  client,
}: StageStore): Promise<ReadonlyMap<string, JsonWebKey>> {
  const { GetParametersByPathCommand } = await import("@aws-sdk/client-ssm");
  const keys = new Map<string, JsonWebKey>();
  const Path = formatRecordingKeyPath(stage, "").slice(0, -1);
  const pages = await readPages((NextToken) =>
    client.send(new GetParametersByPathCommand({ Path, WithDecryption: true, NextToken, MaxResults: 10 })),
  );
  for (const { Name = "", Value = "" } of pages.flatMap(({ Parameters = [] }) => Parameters)) {
    const jwk = parseObject(Value);
    if (jwk !== undefined) keys.set(Name.slice(Path.length + 1), jwk);
  }
  return keys;
}

/** False if there is no such key. */
export async function forgetRecordingKey({ stage, client }: StageStore, id: string): Promise<boolean> {
  const { DeleteParametersCommand } = await import("@aws-sdk/client-ssm");
  const { DeletedParameters = [] } = await client.send(
    new DeleteParametersCommand({ Names: [formatRecordingKeyPath(stage, id)] }),
  );
  return DeletedParameters.length > 0;
}
