import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { eventTime, groupType } from "../fragments/payload.ts";

/**
 * After members of a live room went online or offline.
 *
 * - Only for live rooms (`AVChatRoom`); `groupType` is usually empty, and so are `platform` and `clientIp`.
 * - A lost connection is told up to half a minute late.
 */
export default defineCommand({
  name: "Group.CallbackOnMemberStateChange",
  page: "1047/48734",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      GroupId: z.string(),
      Type: z.optional(groupType()),
      EventType: z.string(),
      EventCause: z.optional(z.string()),
      MemberList: memberList(),
      EventTime: z.optional(eventTime()),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    eventTime: "EventTime",
  },
  targets: { each: "MemberList", facets: { target: "Member_Account" } },
});
