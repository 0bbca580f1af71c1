/** This code is not executed: it must not compile where it says so, and must elsewhere. */
import { parseEvent } from "../../lib/consumer/parse-event.ts";
import type { EventOf, EventPayloads } from "../../types/events.d.ts";

declare const input: unknown;

const parsed = parseEvent(input);
// @ts-expect-error: it may be no event at all
parsed.event;

if (parsed.kind === "known") {
  const { event } = parsed;
  // The type determines the payload.
  if (event.type === "Group.CallbackAfterCreateGroup") {
    event.data.payload?.GroupId satisfies string | undefined;
    event.data.payload?.MemberList satisfies readonly { readonly Member_Account: string }[] | undefined;
    event.data.payload?.EventTime satisfies number | string | undefined;
    // @ts-expect-error: no such key
    event.data.payload?.GroupID;
  }
  // @ts-expect-error: no such command
  if (event.type === "Group.CallbackAfterCreateGrop") event.id;
}

if (parsed.kind === "other") {
  parsed.event.type satisfies string;
  // @ts-expect-error: its payload is unknown
  parsed.event.data.payload?.GroupId;
}

// One command's, for a handler of its own.
declare function handleGroup(event: EventOf<"Group.CallbackAfterCreateGroup">): void;
declare const other: EventOf<"Group.CallbackAfterGroupFull">;
// @ts-expect-error: another command's
handleGroup(other);

"" satisfies EventPayloads["Group.CallbackAfterCreateGroup"]["Name"];
