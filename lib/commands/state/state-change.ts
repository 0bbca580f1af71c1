import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, expected, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "State.StateChange",
  page: "1047/34357",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      EventTime: expected(eventTime()),
      Info: readExpectedObject({
        Action: z.string(),
        To_Account: account(),
        Reason: z.string(),
        CustomStatus: z.optional(z.string()),
      }),
      KickedDevice: z.optional(z.array(readExpectedObject({ Platform: z.string() }))),
      CustomStatus: z.optional(z.string()),
    }),
  facets: { operator: ({ Info }) => Info?.To_Account, eventTime: "EventTime" },
});
