import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { createBareAccount, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Call.CallbackAfterEndCall",
  page: "647/68940",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      CallRecord: readExpectedObject({
        CallId: z.string(),
        Caller_Account: createBareAccount(),
        MediaType: z.string(),
        CallType: z.string(),
        StartTime: z.number(),
        EndTime: z.number(),
        AcceptTime: z.number(),
        CallResult: z.string(),
        CalleeList_Account: z.array(createBareAccount()),
        RoomId: z.string(),
        RoomIdType: z.number(),
      }),
      EventTime: eventTime(),
    }),
  facets: { sender: ({ CallRecord }) => CallRecord?.Caller_Account?.toString(), eventTime: "EventTime" },
  targets: { accounts: ({ CallRecord }) => (CallRecord?.CalleeList_Account ?? []).map(String) },
});
