import * as z from "zod/mini";
import { allowOrDenyOrDropOrMask } from "../../replies/allow-or-deny-or-drop-or-mask.ts";
import { defineCommand } from "../define-command.ts";
import { groupMessage, groupMessageFacets } from "../fragments/group-message.ts";
import { atInfo, readMentions, replaceTexts } from "../fragments/message.ts";
import { eventTime, expected } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackBeforeSendMsg",
  page: "1047/34374",
  reply: allowOrDenyOrDropOrMask({ codes: [10100, 10200], body: "MsgBody", rewrite: replaceTexts }),
  payload: () =>
    z.looseObject({
      ...groupMessage(),
      MsgId: z.optional(z.string()),
      TopicId: z.optional(z.string()),
      GroupAtInfo: z.optional(atInfo()),
      EventTime: expected(eventTime()),
    }),
  facets: {
    ...groupMessageFacets,
    topic: "TopicId",
    mentions: ({ GroupAtInfo }) => readMentions(GroupAtInfo),
    eventTime: "EventTime",
  },
});
