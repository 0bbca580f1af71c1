import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "OfficialAccount.CallbackAfterOfficialAccountDestroyed",
  page: "1047/60798",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Official_Account: account(),
      Owner_Account: account(),
      Name: z.string(),
      EventTime: eventTime(),
    }),
  facets: {
    channel: "Official_Account",
    owner: "Owner_Account",
    name: "Name",
    eventTime: "EventTime",
  },
});
