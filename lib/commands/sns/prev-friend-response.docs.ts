import { describeCommand } from "../describe-command.ts";
import command from "./prev-friend-response.ts";

export default describeCommand(command, {
  title: "Before friend requests are answered",
  notes: [
    "Also sent for rejections: refusing a rejection keeps the friend request open. `request.ResponseFriendItem` has each `ResponseAction`.",
    "`sender` answers; `target` made the request. The pages disagree on the meaning of `request.Requester_Account`: do not use it.",
    "Answers through the REST API do not trigger it.",
  ],
  sample: {
    CallbackCommand: "Sns.CallbackPrevFriendResponse",
    Requester_Account: "user_0815",
    From_Account: "user_0815",
    ResponseFriendItem: [
      {
        To_Account: "user_4711",
        Remark: "Mira",
        TagName: "Work",
        ResponseAction: "Response_Action_AgreeAndAdd",
      },
    ],
    EventTime: 1761811645424,
  },
});
