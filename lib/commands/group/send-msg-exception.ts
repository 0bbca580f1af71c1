import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { groupMessage, groupMessageFacets } from "../fragments/group-message.ts";
import { eventTime } from "../fragments/payload.ts";

/**
 * After a group message could not be sent.
 *
 * - `request.ErrorCode` says why: a bad parameter, a frequency limit, a content filter, a muted sender.
 * - The group need not exist: a wrong group ID is one of the reasons.
 * - Whether a refusal of this gate's brings it is not documented.
 */
export default defineCommand({
  name: "Group.CallbackSendMsgException",
  page: "1047/49462",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
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
