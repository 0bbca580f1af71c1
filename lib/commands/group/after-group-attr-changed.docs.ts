import { describeCommand } from "../describe-command.ts";
import command from "./after-group-attr-changed.ts";

export default describeCommand(command, {
  title: "After a group's custom attributes are changed",
  notes: [],
  sample: {
    CallbackCommand: "Group.CallbackAfterGroupAttrChanged",
    GroupId: "live_room_88",
    Type: "AVChatRoom",
    Operator_Account: "u_host",
    OptionType: "modify",
    GroupAttr: [
      { key: "mode", value: "quiz" },
      { key: "round", value: "3" },
    ],
    EventTime: 1764951700515,
  },
});
