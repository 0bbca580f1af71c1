import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterChangeOwner",
  page: "647/72553",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      RoomId: z.string(),
      EventTime: eventTime(),
      Operator_Account: account(),
      CurrentOwner_Account: account(),
      OriginalOwner_Account: account(),
    }),
  facets: {
    operator: "Operator_Account",
    owner: "CurrentOwner_Account",
    group: "RoomId",
    eventTime: "EventTime",
  },
  bodyCommand: "elsewhere",
});
