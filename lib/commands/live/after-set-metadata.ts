import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterSetMetadata",
  page: "647/68222",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: account(),
      RoomId: z.string(),
      Metadata: z.array(readExpectedObject({ Key: z.string(), Value: z.string() })),
      EventTime: eventTime(),
    }),
  facets: { operator: "Operator_Account", group: "RoomId", eventTime: "EventTime" },
  bodyCommand: "elsewhere",
});
