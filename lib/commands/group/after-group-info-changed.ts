import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { customFields } from "../fragments/group.ts";
import { account, eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterGroupInfoChanged",
  page: "1047/34378",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      Type: groupType(),
      Operator_Account: account(),
      Name: z.optional(z.string()),
      Introduction: z.optional(z.string()),
      Notification: z.optional(z.string()),
      FaceUrl: z.optional(z.string()),
      UserDefinedDataList: z.optional(customFields()),
      EventTime: eventTime(),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    operator: "Operator_Account",
    name: "Name",
    eventTime: "EventTime",
  },
});
