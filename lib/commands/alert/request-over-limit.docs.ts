import { describeCommand } from "../describe-command.ts";
import command from "./request-over-limit.ts";

export default describeCommand(command, {
  title: "REST API calls near their rate limit",
  notes: [
    "Cannot be switched off: Chat sends it as soon as a webhook URL is set.",
    "Sent at 80 % of the limit. `request.Request` and `request.Limit` are in calls a second.",
    "The body has no time and no account.",
  ],
  sample: {
    CallbackCommand: "Alert.RequestOverLimit",
    ServiceName: "group_open_http_svc",
    Command: "send_group_msg",
    Request: 173,
    Limit: 200,
  },
});
