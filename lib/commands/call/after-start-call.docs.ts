import { describeCommand } from "../describe-command.ts";
import command from "./after-start-call.ts";

export default describeCommand(command, {
  title: "After a call is started",
  notes: [
    "`targets` holds everyone in the call, including the caller. The body does not say which of them is the caller.",
    "Some of the documented samples have account IDs as JSON numbers above 2^53. chatgate reads them as text, with all digits.",
  ],
  sample: {
    CallbackCommand: "Call.CallbackAfterStartCall",
    CallInfo: {
      CallId: "11b2c3d4-0000-4000-8000-1234567890ab",
      CallMediaType: "Audio",
      ChatGroupId: "",
      RoomId: "",
      RoomIdType: 1,
    },
    UserList: [
      { User_Account: "user_4711", Status: "Calling" },
      { User_Account: "user_0815", Status: "Waiting" },
    ],
    EventTime: 1761818128807,
  },
});
