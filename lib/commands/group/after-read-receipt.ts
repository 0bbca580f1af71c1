import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterReadReceipt",
  page: "1047/60395",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      Type: groupType(),
      GroupMsgReceiptList: z.array(
        readExpectedObject({
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
    accounts: ({ GroupMsgReceiptList = [] }) =>
      GroupMsgReceiptList.flatMap(({ ReadReceiptMembers = [] }) =>
        ReadReceiptMembers.map(({ Member_Account }) => Member_Account),
      ),
  },
});
