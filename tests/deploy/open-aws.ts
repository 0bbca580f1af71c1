import assert from "node:assert/strict";
import { createCall } from "../support/aws-call.ts";
import { waitFor } from "../support/wait-for.ts";

export type Json = Readonly<Record<string, unknown>>;

/** What a test itself asks an AWS on loopback; each call rejects if it is refused. */
export function openAws(endpoint: string) {
  /** What the test itself asks AWS; rejects if it is refused. */
  async function ask(
    service: string,
    target: string,
    input: object,
    jsonVersion: "1.0" | "1.1" = "1.1",
  ): Promise<Json> {
    const call = createCall(service, endpoint);
    const result = await call(target, input, { deadline: Date.now() + 10_000, attempts: 1, jsonVersion });
    if (result.kind === "garbled") return {}; // some actions answer with no body
    assert.equal(result.kind, "ok", `${target}: ${JSON.stringify(result)}`);
    return result.kind === "ok" ? result.body : {};
  }
  const askSqs = (action: string, input: object) => ask("sqs", `AmazonSQS.${action}`, input, "1.0");
  const createQueue = async (name: string, Attributes: object = {}) =>
    String((await askSqs("CreateQueue", { QueueName: name, Attributes })).QueueUrl);
  const readArn = async (QueueUrl: string) =>
    ((await askSqs("GetQueueAttributes", { QueueUrl, AttributeNames: ["QueueArn"] })).Attributes as Json)
      .QueueArn; // SQS's answer

  /** Every message of a queue, deleted as it is read. */
  async function drain(
    QueueUrl: string,
  ): Promise<readonly { readonly MessageId: string; readonly Body: string }[]> {
    const all: { readonly MessageId: string; readonly Body: string; readonly ReceiptHandle: string }[] = [];
    for (;;) {
      const { Messages = [] } = (await askSqs("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 })) as {
        readonly Messages?: typeof all; // SQS's answer
      };
      if (Messages.length === 0) return all;
      all.push(...Messages);
      for (const { ReceiptHandle } of Messages) await askSqs("DeleteMessage", { QueueUrl, ReceiptHandle });
    }
  }

  return { ask, createQueue, readArn, drain };
}

/** What a service does in its own time: the first that `read` finds, which has a limit. */
export const waitForItems = <T>(what: string, read: () => Promise<readonly T[]>): Promise<readonly T[]> =>
  waitFor(what, async () => {
    const found = await read();
    return found.length > 0 && found;
  });
