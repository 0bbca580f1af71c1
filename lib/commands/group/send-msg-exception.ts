import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { groupMessage, groupMessageFacets } from "../fragments/group-message.ts";
import { eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackSendMsgException",
  page: "1047/49462",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      ...groupMessage(),
      ErrorCode: z.number(),
      ErrorInfo: z.string(),
      EventTime: eventTime(),
    }),
  facets: {
    ...groupMessageFacets,
    eventTime: "EventTime",
  },
});
