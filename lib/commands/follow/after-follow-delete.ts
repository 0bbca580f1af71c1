import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Follow.CallbackAfterFollowDelete",
  page: "1047/70356",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({ From_Account: account(), To_Account: z.array(account()), EventTime: eventTime() }),
  facets: { sender: "From_Account", eventTime: "EventTime" },
  targets: { list: "To_Account", facets: { target: (account) => account } },
});
