import { describeCommand } from "../describe-command.ts";
import command from "./prev-friend-add.ts";

export default describeCommand(command, {
  title: "Before friends are added",
  notes: [
    "Friends added through the REST API do not trigger it.",
    "Each refused account has its own code and text in `ResultItem`. Whether the caller sees them is not documented.",
  ],
  sample: {
    CallbackCommand: "Sns.CallbackPrevFriendAdd",
    Requester_Account: "user_4711",
    From_Account: "user_4711",
    FriendItem: [
      {
        To_Account: "user_0815",
        Remark: "Ben",
        GroupName: "Work",
        AddSource: "AddSource_Type_Web",
        AddWording: "We met at the fair",
      },
      {
        To_Account: "user_0816",
        Remark: "",
        GroupName: "",
        AddSource: "AddSource_Type_Web",
        AddWording: "cheap followers here",
      },
    ],
    AddType: "Add_Type_Both",
    ForceAddFlags: 0,
    EventTime: 1761811344870,
  },
});
