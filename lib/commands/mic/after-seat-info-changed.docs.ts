import { describeCommand } from "../describe-command.ts";
import command from "./after-seat-info-changed.ts";

export default describeCommand(command, {
  title: "After seats of a live room are changed",
  notes: [
    "`request.SeatList` holds every seat, not only the changed ones. An empty seat has no `Member_Account`.",
    "The body usually does not say who changed the seats.",
    "Some of the documented samples have account IDs as JSON numbers above 2^53. chatgate reads them as text, with all digits.",
  ],
  sample: {
    CallbackCommand: "Mic.CallbackAfterSeatInfoChanged",
    RoomId: "live_12",
    SeatList: [
      {
        Index: 1,
        Member_Account: "user_4711",
        IsTakenDisabled: false,
        IsVideoDisabled: false,
        IsAudioDisabled: true,
      },
      { Index: 2, IsTakenDisabled: false, IsVideoDisabled: false, IsAudioDisabled: false },
    ],
    EventTime: 1761821374123,
  },
});
