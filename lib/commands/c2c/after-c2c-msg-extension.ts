import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { extensionList } from "../fragments/message.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "C2C.CallbackAfterC2CMsgExtension",
  page: "1047/76006",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      From_Account: account(),
      To_Account: account(),
      MsgKey: z.string(),
      OperateType: z.number(),
      ExtensionList: extensionList(),
      Seq: z.number(),
      EventTime: eventTime(),
    }),
  facets: {
    sender: "From_Account",
    receiver: "To_Account",
    eventTime: "EventTime",
  },
});
