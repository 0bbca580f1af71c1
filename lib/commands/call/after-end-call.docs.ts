import { describeCommand } from "../describe-command.ts";
import command from "./after-end-call.ts";

export default describeCommand(command, {
  title: "After a call ends",
  notes: [
    "`sender` is the caller. `targets` holds everyone in the call, including the caller.",
    "The times in `request.CallRecord` are in seconds. `AcceptTime` is 0 when nobody answered.",
  ],
  sample: {
    CallbackCommand: "Call.CallbackAfterEndCall",
    CallRecord: {
      CallId: "11b2c3d4-0000-4000-8000-1234567890ab",
      Caller_Account: "user_4711",
      MediaType: "Video",
      CallType: "SingleCall",
      StartTime: 1761818146,
      EndTime: 1761818296,
      AcceptTime: 1761818151,
      CallResult: "NormalEnd",
      CalleeList_Account: ["user_4711", "user_0815"],
      RoomId: "room-1434",
      RoomIdType: 2,
    },
    EventTime: 1761818297780,
  },
});
