import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "OfficialAccount.CallbackAfterOfficialAccountFull",
  page: "1047/60801",
  reply: acknowledge(),
  payload: () => readExpectedObject({ Official_Account: account(), EventTime: eventTime() }),
  facets: {
    channel: "Official_Account",
    eventTime: "EventTime",
  },
});
