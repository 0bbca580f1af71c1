import { describeCommand } from "../describe-command.ts";
import command from "./after-send-msg.ts";

export default describeCommand(command, {
  title: "After a message to one account is sent, or sending it fails",
  notes: [
    "Also sent for failed deliveries: only `request.SendMsgResult == 0` is a success. `ErrorInfo` has a text even then.",
  ],
  sample: {
    CallbackCommand: "C2C.CallbackAfterSendMsg",
    From_Account: "user_4711",
    To_Account: "user_0815",
    MsgSeq: 48375,
    MsgRandom: 2837547,
    MsgTime: 1761813126,
    MsgKey: "48375_2837547_1761813126",
    MsgId: "144115233406643804-1761813126-4026038329",
    OnlineOnlyFlag: 0,
    SendMsgResult: 0,
    ErrorInfo: "send msg succeed",
    UnreadMsgNum: 3,
    MsgBody: [
      { MsgType: "TIMTextElem", MsgContent: { Text: "lunch at noon?" } },
      {
        MsgType: "TIMFileElem",
        MsgContent: {
          Url: "https://files.example.com/f/77aa.pdf",
          UUID: "77aa-31",
          FileSize: 84211,
          FileName: "menu.pdf",
          Download_Flag: 2,
        },
      },
    ],
    CloudCustomData: "",
    EventTime: 1761813126288,
  },
});
