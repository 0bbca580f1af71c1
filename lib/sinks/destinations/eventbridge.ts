import { type Call, type Destination, judgeResult, nameReason, refuseDelivery } from "./destination.ts";

type Entry = { readonly ErrorCode?: unknown } | null | undefined;

/** Answers 200 for an entry that it refused, and for a bus that does not exist. */
export function createEventBridgeDestination(name: string, bus: string, call: Call): Destination {
  return {
    name,
    send: async (event, text, deadline) => {
      const entry = {
        Source: "chatgate",
        DetailType: event.type,
        Detail: text,
        EventBusName: bus,
        Time: Date.parse(event.time) / 1000,
      };
      const options = { deadline, attempts: 1, jsonVersion: "1.1" } as const;
      const result = await call("AWSEvents.PutEvents", { Entries: [entry] }, options);
      const { FailedEntryCount, Entries } = result.kind === "ok" ? result.body : {};
      if (typeof FailedEntryCount === "number" && FailedEntryCount > 0) return refuseEntry(Entries);
      return judgeResult(result, () => FailedEntryCount === 0);
    },
  };
}

function refuseEntry(entries: unknown) {
  const [entry] = Array.isArray(entries) ? (entries as readonly Entry[]) : []; // each member is checked below
  const code = typeof entry?.ErrorCode === "string" ? entry.ErrorCode : "";
  const repeatable =
    /^(InternalFailure|InternalException|Throttling|ThrottlingException|ServiceUnavailable)$/;
  return refuseDelivery(nameReason(code, "failed-entry"), code === "" || repeatable.test(code));
}
