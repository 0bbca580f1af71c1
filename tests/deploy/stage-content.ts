import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createCall } from "../support/aws-call.ts";

export const STAGE = "test";
export const TOKEN = "a-token-of-the-deployment-test";
const REFRESH_SECONDS = 1;
export const settings = {
  sdkAppIds: [1400000000],
  authentication: "required",
  refreshSeconds: REFRESH_SECONDS,
};

export const policy = (allowed: readonly string[]) => ({
  rules: [
    {
      id: "group-types",
      on: "Group.CallbackBeforeCreateGroup",
      when: `!(groupType in ${JSON.stringify(allowed)})`,
      deny: { code: 10101, message: "Groups of type {groupType} cannot be created here." },
    },
    {
      id: "reserved-names",
      on: "Group.CallbackBeforeCreateGroup",
      when: "name.hasWord(lists.reserved)",
      deny: { code: 10102, message: "This name is reserved." },
    },
    {
      id: "burst",
      on: "Group.CallbackBeforeCreateGroup",
      when: 'name == "Burst"',
      limit: { max: 2, per: "1h", by: "operator" },
      deny: { code: 10103, message: "At most {max} in an hour." },
    },
  ],
});

export const createGroup = (changes: object = {}) => ({
  CallbackCommand: "Group.CallbackBeforeCreateGroup",
  Operator_Account: "u_mira",
  Owner_Account: "u_mira",
  Type: "AVChatRoom",
  Name: "Trail runners Lisbon",
  MemberList: [{ Member_Account: "u_joao" }],
  EventTime: 1764950412345,
  ...changes,
});

/** Every signature sent, as none may be found in a log. */
export const signs = new Set<string>();

export const sign = (time: string): string => {
  const made = createHash("sha256")
    .update(TOKEN + time)
    .digest("hex");
  signs.add(made);
  return made;
};

/** The bodies that wait in the stack's queue, taken out of it. */
export async function receiveEvents(endpoint: string): Promise<readonly string[]> {
  const call = createCall("sqs", endpoint);
  const options = () => ({ deadline: Date.now() + 10_000, attempts: 1, jsonVersion: "1.0" }) as const;
  const found = await call("AmazonSQS.GetQueueUrl", { QueueName: `chatgate-${STAGE}-events` }, options());
  assert.equal(found.kind, "ok", JSON.stringify(found));
  const { QueueUrl } = found.kind === "ok" ? found.body : {};
  const got = await call("AmazonSQS.ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 }, options());
  const { Messages = [] } = (got.kind === "ok" ? got.body : {}) as {
    readonly Messages?: readonly { readonly Body: string }[];
  }; // SQS's answer
  return Messages.map(({ Body }) => Body);
}
