import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "OfficialAccount.CallbackAfterOfficialAccountInfoChanged",
  page: "1047/60797",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Official_Account: account(),
      Operator_Account: account(),
      Introduction: z.optional(z.string()),
      Name: z.optional(z.string()),
      FaceUrl: z.optional(z.string()),
      Organization: z.optional(z.string()),
      EventTime: eventTime(),
    }),
  facets: {
    channel: "Official_Account",
    operator: "Operator_Account",
    name: "Name",
    eventTime: "EventTime",
  },
});
