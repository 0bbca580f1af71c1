import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { eventTime, groupType } from "../fragments/payload.ts";

/**
 * After read receipts of group messages are asked for or given.
 *
 * - Never comes for communities.
 * - `targets` is who has read, message by message, so somebody may be there more than once.
 */
export default defineCommand({
  name: "Group.CallbackAfterReadReceipt",
  page: "1047/60395",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      GroupId: z.string(),
      Type: groupType(),
      GroupMsgReceiptList: z.array(
        z.looseObject({
          MsgSeq: z.number(),
          ReadNum: z.number(),
          UnreadNum: z.number(),
          ReadReceiptMembers: z.optional(memberList()),
        }),
      ),
      EventTime: eventTime(),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    eventTime: "EventTime",
  },
  targets: {
    each: "computed",
    accounts: ({ GroupMsgReceiptList }) =>
      GroupMsgReceiptList.flatMap(({ ReadReceiptMembers = [] }) =>
        ReadReceiptMembers.map(({ Member_Account }) => Member_Account),
      ),
  },
});
