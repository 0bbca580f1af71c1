import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterTopicDestroyed",
  page: "1047/49465",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      Type: groupType(),
      TopicIdList: z.union([z.array(z.string()), z.string()]),
      EventTime: z.optional(eventTime()),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    eventTime: "EventTime",
  },
});
