import { describeCommand } from "../describe-command.ts";
import command from "./after-create-room.ts";

export default describeCommand(command, {
  title: "After a live room is created",
  notes: [
    "The command in the URL may differ from the one in the body. chatgate uses the one in the URL.",
    "Sent after the fact only: creating a live room cannot be refused.",
  ],
  sample: {
    CallbackCommand: "Live.CallbackAfterCreateRoom",
    Operator_Account: "administrator",
    RoomInfo: {
      RoomId: "live_12",
      RoomName: "Friday show",
      RoomType: "Live",
      Owner_Account: "host_1",
      MaxMemberCount: 300,
      IsMessageDisabled: false,
      CustomInfo: "",
      IsSeatEnabled: true,
      TakeSeatMode: "ApplyToTake",
      MaxSeatCount: 8,
      CreateTime: 1761819922,
      IsPublicVisible: true,
      CoverURL: "https://img.example.com/c.png",
      Category: [1, 2],
    },
    EventTime: 1761819922500,
  },
});
