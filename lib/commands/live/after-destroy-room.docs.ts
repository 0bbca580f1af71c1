import { describeCommand } from "../describe-command.ts";
import command from "./after-destroy-room.ts";

export default describeCommand(command, {
  title: "After a live room is closed",
  notes: ["The command in the URL may differ from the one in the body. chatgate uses the one in the URL."],
  sample: {
    CallbackCommand: "Live.CallbackAfterDestroyRoom",
    Operator_Account: "host_1",
    RoomId: "live_12",
    EventType: "DestroyByUser",
    EventTime: 1761823522780,
    RoomInfo: {
      RoomName: "Friday show",
      RoomType: "Live",
      Owner_Account: "host_1",
      IsSeatEnabled: true,
      TakeSeatMode: "FreeToTake",
      MaxMemberCount: 400,
      MaxSeatCount: 4,
      Category: [1],
      CustomInfo: "",
      IsMessageDisabled: false,
      CoverURL: "",
      ActivityStatus: 0,
      IsPublicVisible: true,
      ViewCount: 12,
      BackgroundURL: "",
      IsUnlimitedRoomEnabled: true,
    },
    Statistic: {
      TotalViewers: 12,
      TotalGiftsSent: 3,
      TotalGiftCoins: 300,
      TotalUniqueGiftSenders: 2,
      TotalLikesReceived: 40,
    },
  },
});
