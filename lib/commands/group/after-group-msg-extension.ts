import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { extensionList } from "../fragments/message.ts";
import { eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterGroupMsgExtension",
  page: "1047/76007",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      MsgSeq: z.number(),
      OperateType: z.number(),
      ExtensionList: extensionList(),
      Seq: z.number(),
      EventTime: eventTime(),
    }),
  facets: {
    group: "GroupId",
    eventTime: "EventTime",
  },
});
