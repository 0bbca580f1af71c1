import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterSetMetadata",
  page: "647/68222",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      Operator_Account: account(),
      RoomId: z.string(),
      Metadata: z.array(z.looseObject({ Key: z.string(), Value: z.string() })),
      EventTime: eventTime(),
    }),
  facets: { operator: "Operator_Account", group: "RoomId", eventTime: "EventTime" },
  bodyCommand: "elsewhere",
});
