import { describeCommand } from "../describe-command.ts";
import command from "./on-daily-group-quota-alarm.ts";

export default describeCommand(command, {
  title: "After a group is created while more than 70 % of the daily quota of new groups is used",
  notes: [
    "Concerns the whole app: the body has no group and no operator.",
    "Sent again for every group that is created above the threshold.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackOnDailyGroupQuotaAlarm",
    QuotaUsed: 7410,
    Quota: 10000,
    EventTime: 1764952000848,
  },
});
