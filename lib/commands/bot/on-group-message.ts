import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { groupMessage, groupMessageFacets } from "../fragments/group-message.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Bot.OnGroupMessage",
  page: "1047/68953",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      ...groupMessage(),
      MsgSeq: z.number(),
      MsgTime: z.number(),
      OnlineOnlyFlag: z.number(),
      AtRobots_Account: z.array(account()),
      TopicId: z.optional(z.string()),
      EventTime: eventTime(),
    }),
  facets: { ...groupMessageFacets, topic: "TopicId", mentions: "AtRobots_Account", eventTime: "EventTime" },
});
