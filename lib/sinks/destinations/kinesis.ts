import { type Call, type Destination, judgeResult } from "./destination.ts";

/** One line an event, so that a consumer that reads a shard's bytes as text can separate the events. */
export function createKinesisDestination(name: string, stream: string, call: Call): Destination {
  const address = stream.startsWith("arn:") ? { StreamARN: stream } : { StreamName: stream };
  return {
    name,
    send: async (event, text, deadline) => {
      const input = {
        ...address,
        Data: Buffer.from(`${text}\n`).toString("base64"),
        PartitionKey: (event.subject ?? event.type).slice(0, PARTITION_KEY_LENGTH),
      };
      const options = { deadline, attempts: 1, jsonVersion: "1.1" } as const;
      const result = await call("Kinesis_20131202.PutRecord", input, options);
      return judgeResult(result, ({ SequenceNumber }) => typeof SequenceNumber === "string");
    },
  };
}

const PARTITION_KEY_LENGTH = 256;
