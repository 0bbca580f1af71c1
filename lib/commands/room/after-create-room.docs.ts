import { describeCommand } from "../describe-command.ts";
import command from "./after-create-room.ts";

export default describeCommand(command, {
  title: "After a conference room is created",
  notes: [
    "Sent after the fact only: creating a room cannot be refused.",
    "`request.ScheduleInviteeList_Account` holds the accounts invited to a scheduled conference.",
  ],
  sample: {
    CallbackCommand: "Room.CallbackAfterCreateRoom",
    Operator_Account: "u_mira",
    RoomInfo: {
      RoomId: "room_42",
      RoomName: "Weekly call",
      RoomType: "Meeting",
      Owner_Account: "u_mira",
      MaxMemberCount: 300,
      MaxSeatCount: 16,
      IsVideoDisabled: false,
      IsAudioDisabled: false,
      IsMessageDisabled: false,
      IsScreenSharingDisabled: false,
      IsCloudRecordingDisabled: true,
      CustomInfo: "",
      ScheduleStartTime: 1764950400,
      ScheduleEndTime: 1764954000,
      RoomStatus: "Running",
      IsSeatEnabled: true,
      TakeSeatMode: "ApplyToTake",
      CreateTime: 1764950400,
    },
    ScheduleInviteeList_Account: ["u_joao", "u_ines"],
    EventTime: 1764950412345,
  },
});
