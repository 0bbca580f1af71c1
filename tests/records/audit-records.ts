import { createHmac } from "node:crypto";
import { formatAuditLine } from "../../lib/records/audit.ts";
import { readSample } from "../support/fixtures.ts";
import { type Call, createCallbackEvent, createTestGate, TOKEN, type World } from "../support/gate.ts";

export const GROUP = "Group.CallbackBeforeCreateGroup";

export async function createRecord(
  call: Call,
  world: World = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { gate, audits } = createTestGate(world);
  await gate(createCallbackEvent(call), "r-1");
  return audits[0] ?? {};
}

export async function createLine(call: Call, world: World = {}, requestId = "r-1"): Promise<string> {
  const { gate, outcomes, contexts } = createTestGate(world);
  await gate(createCallbackEvent(call), requestId);
  const [outcome] = outcomes;
  const [context] = contexts;
  if (outcome === undefined || context === undefined) throw new Error("no outcome");
  return formatAuditLine(outcome, context);
}

export const about = (command: string, change: object = {}): Call => ({
  command,
  body: { ...readSample(command), ...change },
});

export const group = about(GROUP);
export const policy = (...rules: readonly object[]) => ({ policies: { names: { rules } } });

/** Independently: HMAC-SHA256 under a key derived from the first token, its first 16 digits. */
export const hashed = (account: string, token = TOKEN) =>
  createHmac("sha256", createHmac("sha256", token).update("chatgate audit").digest())
    .update(account)
    .digest("hex")
    .slice(0, 16);

export const documents = policy({
  id: "types",
  on: GROUP,
  when: 'groupType == "Public"',
  deny: { code: 10101 },
});
