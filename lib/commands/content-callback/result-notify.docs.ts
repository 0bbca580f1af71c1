import { describeCommand } from "../describe-command.ts";
import command from "./result-notify.ts";

export default describeCommand(command, {
  title: "After cloud moderation judges content",
  notes: [
    "By default only content with a finding is sent. `request.CtxcbResult` is 1 for blocked content.",
    "Also covers user and group profiles: `request.Scene` says what was judged, and `sender` is its author.",
    "The body has no time, no platform and no command.",
  ],
  sample: {
    Scene: "C2C",
    SdkAppId: 1400000001,
    From_Account: "user_9001",
    ContactItem: { ContactType: 1, To_Account: "user_4711" },
    ContentType: "Text",
    TextContent: ["buy cheap followers"],
    MsgID: "1434460579_4137340973_1761816400",
    CtxcbResult: 1,
    CtxcbRequestId: "0c6a1a52-8f0b-4f55-9a5b-6d4ed7a41f10",
    CtxcbKeywords: ["cheap followers"],
    CtxcbSuggestion: "Block",
    CtxcbLabel: "Ad",
    CtxcbSubLabel: "Spam",
    CtxcbSubLabelDesc: "spam advertising",
    CtxcbLibName: "house list",
    CloudCustomData: "",
  },
});
