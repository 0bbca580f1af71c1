import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "OfficialAccount.CallbackAfterMsgWithDraw",
  page: "1047/60805",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Official_Account: account(),
      WithdrawMsgList: z.array(readExpectedObject({ MsgKey: z.string() })),
      EventTime: eventTime(),
    }),
  facets: {
    channel: "Official_Account",
    eventTime: "EventTime",
  },
});
