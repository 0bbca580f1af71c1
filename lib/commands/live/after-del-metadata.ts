import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, expectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterDelMetadata",
  page: "647/68223",
  reply: acknowledge(),
  payload: () =>
    expectedObject({
      Operator_Account: account(),
      RoomId: z.string(),
      Keys: z.array(z.string()),
      EventTime: eventTime(),
    }),
  facets: { operator: "Operator_Account", group: "RoomId", eventTime: "EventTime" },
  bodyCommand: "elsewhere",
});
