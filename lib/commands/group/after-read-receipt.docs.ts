import { describeCommand } from "../describe-command.ts";
import command from "./after-read-receipt.ts";

export default describeCommand(command, {
  title: "After read receipts of group messages are requested or given",
  notes: [
    "Never sent for communities.",
    "`targets` holds the readers, message by message, so an account may occur more than once.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackAfterReadReceipt",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    GroupMsgReceiptList: [
      { MsgSeq: 57, ReadNum: 2, UnreadNum: 5, ReadReceiptMembers: [{ Member_Account: "u_ines" }] },
    ],
    EventTime: 1764951800626,
  },
});
