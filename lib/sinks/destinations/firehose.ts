import { type Call, type Destination, judgeResult } from "./destination.ts";

/** Lines, since Firehose writes records one after the other into an object. */
export function createFirehoseDestination(name: string, stream: string, call: Call): Destination {
  return {
    name,
    send: async (_event, text, deadline) => {
      const Record = { Data: Buffer.from(`${text}\n`).toString("base64") };
      const options = { deadline, attempts: 1, jsonVersion: "1.1" } as const;
      const result = await call(
        "Firehose_20150804.PutRecord",
        { DeliveryStreamName: stream, Record },
        options,
      );
      return judgeResult(result, ({ RecordId }) => typeof RecordId === "string");
    },
  };
}
