import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Follow.CallbackAfterFollowAdd",
  page: "1047/70355",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      From_Account: account(),
      FollowList: z.array(readExpectedObject({ To_Account: account() })),
      EventTime: eventTime(),
    }),
  facets: { sender: "From_Account", eventTime: "EventTime" },
  targets: { list: "FollowList", facets: { target: "To_Account" } },
});
