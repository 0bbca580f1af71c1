import * as z from "zod/mini";
import { messageBody, messageFacets } from "./message.ts";
import { account, expected, groupType } from "./payload.ts";

/** What every command about one message to a group carries. */
export const groupMessage = () => ({
  GroupId: z.string(),
  Type: groupType(),
  From_Account: account(),
  Operator_Account: account(),
  Random: expected(z.number()),
  OnlineOnlyFlag: z.optional(z.number()),
  MsgBody: messageBody(),
  CloudCustomData: z.optional(z.string()),
});

export const groupMessageFacets = {
  group: "GroupId",
  groupType: "Type",
  sender: "From_Account",
  operator: "Operator_Account",
  ...messageFacets,
} as const;
