import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { eventTime, groupType } from "../fragments/payload.ts";

/**
 * After topics are deleted.
 *
 * - The topics are in `request.TopicIdList`: a list by the page's sample, one text by its table.
 * - Who deleted them is not said, nor, by any page, when.
 * - Shares its console switch with the webhook after a group is disbanded: one brings the other.
 */
export default defineCommand({
  name: "Group.CallbackAfterTopicDestroyed",
  page: "1047/49465",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
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
