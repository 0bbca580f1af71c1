import { describeCommand } from "../describe-command.ts";
import command from "./portrait-set.ts";

export default describeCommand(command, {
  title: "After a profile is changed",
  notes: [
    "Sent after the fact only: a nickname cannot be refused. `name` is the new nickname, empty if only other fields changed.",
    "`target` is the account whose profile changed; `operator` is the account that changed it, an administrator if through the REST API.",
    "Besides the webhook's own switch, the subscription to profile changes must be on in the console.",
  ],
  sample: {
    CallbackCommand: "Profile.CallbackPortraitSet",
    Operator_Account: "user_4711",
    From_Account: "user_4711",
    EventTime: 1761811200555,
    ProfileItem: [
      { Tag: "Tag_Profile_IM_Nick", Value: "Mira" },
      { Tag: "Tag_Profile_IM_Birthday", Value: 19990214 },
      { Tag: "Tag_Profile_Custom_Tier", Value: "gold" },
    ],
  },
});
