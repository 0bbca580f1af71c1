import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, expected } from "../fragments/payload.ts";

export default defineCommand({
  name: "State.StateChange",
  page: "1047/34357",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      EventTime: expected(eventTime()),
      Info: z.looseObject({
        Action: z.string(),
        To_Account: account(),
        Reason: z.string(),
        CustomStatus: z.optional(z.string()),
      }),
      KickedDevice: z.optional(z.array(z.looseObject({ Platform: z.string() }))),
      CustomStatus: z.optional(z.string()),
    }),
  facets: { operator: (state) => state.Info.To_Account, eventTime: "EventTime" },
});
