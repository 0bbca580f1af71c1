import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, expectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "OfficialAccount.CallbackAfterMsgWithDraw",
  page: "1047/60805",
  reply: acknowledge(),
  payload: () =>
    expectedObject({
      Official_Account: account(),
      WithdrawMsgList: z.array(expectedObject({ MsgKey: z.string() })),
      EventTime: eventTime(),
    }),
  facets: {
    channel: "Official_Account",
    eventTime: "EventTime",
  },
});
