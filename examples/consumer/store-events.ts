import { parseEvent } from "../../lib/consumer/parse-event.ts";
import type { ChatEvent } from "../../lib/records/event.ts";

/** Writes a row unless one of this key is there. With DynamoDB: PutItem with `attribute_not_exists(id)`. */
export type PutNew = (row: {
  readonly id: string;
  readonly event: ChatEvent;
}) => Promise<"stored" | "exists">;

type SqsEvent = { readonly Records: readonly { readonly messageId: string; readonly body: string }[] };
type SqsAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/**
 * A consumer of the queue. An event may arrive twice with one id: the id is the key of the write, so the second write
 * changes nothing. Failed messages are returned by id, stay in the queue, and finally go to the dead-letter queue.
 */
export function createConsumer(putNew: PutNew): (batch: SqsEvent) => Promise<SqsAnswer> {
  return async ({ Records }) => {
    const outcomes = await Promise.allSettled(
      Records.map(async (record) => {
        const parsed = parseEvent(record);
        if (parsed.kind === "invalid") throw new Error(parsed.reason);
        await putNew({ id: parsed.event.id, event: parsed.event });
      }),
    );
    const failed = Records.filter((_, index) => outcomes[index]?.status === "rejected");
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}
