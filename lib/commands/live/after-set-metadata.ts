import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, expectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterSetMetadata",
  page: "647/68222",
  reply: acknowledge(),
  payload: () =>
    expectedObject({
      Operator_Account: account(),
      RoomId: z.string(),
      Metadata: z.array(expectedObject({ Key: z.string(), Value: z.string() })),
      EventTime: eventTime(),
    }),
  facets: { operator: "Operator_Account", group: "RoomId", eventTime: "EventTime" },
  bodyCommand: "elsewhere",
});
