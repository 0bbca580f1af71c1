import type { ChatEvent, Sha256 } from "../../records/event.ts";
import { type Call, type Destination, judgeResult } from "./destination.ts";

/** A queue. A FIFO queue keeps the order of each subject, and drops a repeated event for five minutes. */
export function createSqsDestination(name: string, url: string, call: Call, sha256: Sha256): Destination {
  const fifo = url.endsWith(".fifo");
  return {
    name,
    send: async (event, text, deadline) => {
      const input = {
        QueueUrl: url,
        MessageBody: text,
        ...(fifo && { MessageGroupId: createGroupId(event, sha256), MessageDeduplicationId: event.id }),
      };
      const result = await call("AmazonSQS.SendMessage", input, {
        deadline,
        attempts: 1,
        jsonVersion: "1.0",
      });
      return judgeResult(result, ({ MessageId }) => typeof MessageId === "string");
    },
  };
}

/** At most 128 printable ASCII characters; a subject may be any text that the app uses as an ID. */
function createGroupId({ subject, type }: ChatEvent, sha256: Sha256): string {
  const group = subject ?? type;
  return /^[!-~]{1,128}$/.test(group) ? group : Buffer.from(sha256(group)).toString("hex");
}
