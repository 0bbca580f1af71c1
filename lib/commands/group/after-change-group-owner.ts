import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterChangeGroupOwner",
  page: "1047/60396",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      Type: groupType(),
      Operator_Account: account(),
      OldOwner_Account: account(),
      NewOwner_Account: account(),
      EventTime: eventTime(),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    operator: "Operator_Account",
    owner: "NewOwner_Account",
    eventTime: "EventTime",
  },
});
