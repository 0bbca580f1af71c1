import { describeCommand } from "../describe-command.ts";
import command from "./offline-push.ts";

export default describeCommand(command, {
  title: "After a message's push notification is sent, arrives or is opened",
  notes: [
    "A batch of up to 100 events: `receiver` and `eventTime` belong to the first event, `targets` holds every receiver.",
    "By default, Chat sends at most 1,000 requests a second and the rest later. An event may arrive twice.",
  ],
  sample: {
    Events: [
      {
        CallbackCommand: "Push.OfflinePush",
        EventType: 1,
        EventTime: 1761817127,
        From_Account: "user_4711",
        To_Account: "user_0815",
        PushPlatform: 4,
        PushStage: 1,
        MsgKey: "48375_2837547_1761813126",
        MsgSeq: 48375,
        MsgRandom: 2837547,
        MsgTime: 1761813126,
        PushID: "67120c46_6a4086c1_9bf5fb51",
        ErrCode: 0,
        ErrInfo: "OK",
      },
      {
        CallbackCommand: "Push.OfflinePush",
        EventType: 2,
        EventTime: 1761817130,
        From_Account: "user_4711",
        To_Account: "user_0816",
        PushPlatform: 1,
        PushStage: 2,
        GroupID: "@TGS#2K5ABCDE1",
        MsgSeq: 124,
        MsgTime: 1761817129,
        PushID: "6710c631_85_392fcbd0",
        ErrCode: 0,
        ErrInfo: "",
      },
    ],
  },
});
