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
 * A consumer of the queue. An event may come twice, under one id: the write that is its effect has the id as its key,
 * so that the second changes nothing. What fails is named, stays in the queue, and goes to the dead-letter queue in the
 * end.
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
