import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { groupMessage, groupMessageFacets } from "../fragments/group-message.ts";
import { atInfo, readMentions, readSentTime } from "../fragments/message.ts";
import { eventTime, expected, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterSendMsg",
  page: "1047/34375",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      ...groupMessage(),
      MsgId: z.optional(z.string()),
      MsgSeq: z.number(),
      MsgTime: z.number(),
      TopicId: z.optional(z.string()),
      GroupAtInfo: z.optional(atInfo()),
      EventTime: expected(eventTime()),
    }),
  facets: {
    ...groupMessageFacets,
    topic: "TopicId",
    mentions: ({ GroupAtInfo }) => readMentions(GroupAtInfo),
    eventTime: readSentTime,
  },
});
