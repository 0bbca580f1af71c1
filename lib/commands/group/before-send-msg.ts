import * as z from "zod/mini";
import { allowOrDenyOrDropOrMask } from "../../replies/allow-or-deny-or-drop-or-mask.ts";
import { defineCommand } from "../define-command.ts";
import { groupMessage, groupMessageFacets } from "../fragments/group-message.ts";
import { atInfo, mentionsOf, withTexts } from "../fragments/message.ts";
import { eventTime } from "../fragments/payload.ts";

/**
 * Before a group message is delivered.
 *
 * - Who sends over REST can switch this webhook off for a message, and imported messages never come here.
 * - `mentions` is documented for the webhook after sending only and may be empty here.
 * - A merged message over 12 KB comes as a key alone: no policy can read what is in it.
 */
export default defineCommand({
  name: "Group.CallbackBeforeSendMsg",
  page: "1047/34374",
  reply: allowOrDenyOrDropOrMask({ codes: [10100, 10200], body: "MsgBody", rewrite: withTexts }),
  payload: () =>
    z.looseObject({
      ...groupMessage(),
      MsgId: z.optional(z.string()),
      TopicId: z.optional(z.string()),
      GroupAtInfo: z.optional(atInfo()),
      EventTime: eventTime(),
    }),
  facets: {
    ...groupMessageFacets,
    topic: "TopicId",
    mentions: ({ GroupAtInfo }) => mentionsOf(GroupAtInfo),
    eventTime: "EventTime",
  },
});
