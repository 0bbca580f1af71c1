import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Follow.CallbackAfterFollowMute",
  page: "1047/70355",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({ From_Account: account(), To_Account: account(), EventTime: eventTime() }),
  facets: { sender: "From_Account", receiver: "To_Account", eventTime: "EventTime" },
});
