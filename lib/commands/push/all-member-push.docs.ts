import { describeCommand } from "../describe-command.ts";
import command from "./all-member-push.ts";

export default describeCommand(command, {
  title: "After a push task's notification is sent, arrives or is opened",
  notes: [
    "Sent for tasks to all users, to tags and to single users.",
    "A batch of up to 100 events: `receiver` and `eventTime` belong to the first event, `targets` holds every receiver.",
    "By default, Chat sends at most 1,000 requests a second and the rest later. An event may arrive twice.",
  ],
  sample: {
    Events: [
      {
        CallbackCommand: "Push.AllMemberPush",
        EventType: 1,
        TaskId: "657bf434_537529d8_2000005e80aa874",
        TaskTime: 1761817127,
        EventTime: 1761817128,
        To_Account: "user_0815",
        PushPlatform: 4,
        PushStage: 1,
        ErrCode: 0,
        ErrInfo: "OK",
        DataId: "spring-sale",
      },
    ],
  },
});
