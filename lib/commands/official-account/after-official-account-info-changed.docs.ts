import { describeCommand } from "../describe-command.ts";
import command from "./after-official-account-info-changed.ts";

export default describeCommand(command, {
  title: "After an official channel's profile is changed",
  notes: [
    "Unchanged fields are presumably left out: an empty `name` does not mean that the channel has no name.",
  ],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackAfterOfficialAccountInfoChanged",
    Official_Account: "@TOA#_acme_news",
    Operator_Account: "administrator",
    Introduction: "Daily product news",
    Name: "Acme Daily",
    FaceUrl: "https://img.example.com/acme.png",
    Organization: "Acme Ltd",
    EventTime: 1761814500250,
  },
});
