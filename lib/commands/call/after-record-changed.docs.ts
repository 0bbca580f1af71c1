import { describeCommand } from "../describe-command.ts";
import command from "./after-record-changed.ts";

export default describeCommand(command, {
  title: "After the state of a call's recording changes",
  notes: [
    "The body contains an event of the recording product. It names no account, only the recorder's own ID.",
  ],
  sample: {
    CallId: "11b2c3d4-0000-4000-8000-1234567890ab",
    Callback: {
      EventGroupId: 3,
      EventType: 301,
      CallbackTs: 1761818607091,
      EventInfo: {
        RoomId: "1280586499",
        EventTs: 1761818607,
        UserId: "callkit_1400000001_record_1280586499",
        TaskId: "task-abc",
        Payload: { Status: 0 },
        EventMsTs: 1761818607077,
      },
      KitType: 2,
    },
    CallbackCommand: "Call.CallbackAfterRecordChanged",
    EventTime: 1761818607149,
  },
});
