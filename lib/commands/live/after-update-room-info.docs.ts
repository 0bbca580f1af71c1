import { describeCommand } from "../describe-command.ts";
import command from "./after-update-room-info.ts";

export default describeCommand(command, {
  title: "After a live room's details are changed",
  notes: [
    "The command in the URL may differ from the one in the body. chatgate uses the one in the URL.",
    "Sent after the fact only: a new name cannot be refused.",
  ],
  sample: {
    CallbackCommand: "Live.CallbackAfterUpdateRoomInfo",
    Operator_Account: "host_1",
    RoomInfo: {
      RoomId: "live_12",
      RoomName: "Late show",
      MaxMemberCount: 300,
      IsMessageDisabled: false,
      CoverURL: "https://img.example.com/d.png",
      Category: [1, 2],
      ActivityStatus: 1,
      IsPublicVisible: false,
      TakeSeatMode: "ApplyToTake",
      CustomInfo: "",
    },
    EventTime: 1761820574123,
  },
});
