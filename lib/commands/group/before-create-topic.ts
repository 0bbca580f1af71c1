import * as z from "zod/mini";
import { allowOrDeny } from "../../replies/allow-or-deny.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, groupType } from "../fragments/payload.ts";

/**
 * Before a topic is created.
 *
 * - Shares its console switch with the webhook before a group is created: one brings the other.
 * - No page lists the community's ID or the time of the event; `group` and `eventTime` are usually empty.
 * - The plain refusal reaches the caller as 10016.
 */
export default defineCommand({
  name: "Group.CallbackBeforeCreateTopic",
  page: "1047/49463",
  reply: allowOrDeny({ codes: [10100, 10200] }),
  payload: () =>
    z.looseObject({
      Operator_Account: account(),
      Type: groupType(),
      Name: z.string(),
      GroupId: z.optional(z.string()),
      EventTime: z.optional(eventTime()),
    }),
  facets: {
    operator: "Operator_Account",
    groupType: "Type",
    name: "Name",
    group: "GroupId",
    eventTime: "EventTime",
  },
});
