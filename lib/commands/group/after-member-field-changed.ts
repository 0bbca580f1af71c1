import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, groupType } from "../fragments/payload.ts";

/**
 * After a member's role or name card in a group is changed.
 *
 * - `name` is the member's new name card in the group, empty where only the role changed.
 * - `target` is the member, whichever of its two names the body has.
 * - Muting a member is not documented to bring it.
 */
export default defineCommand({
  name: "Group.CallbackAfterMemberFieldChanged",
  page: "1047/60393",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      GroupId: z.string(),
      Type: groupType(),
      Operator_Account: account(),
      Member_Account: z.optional(account()),
      Modified_Account: z.optional(account()),
      Role: z.optional(z.string()),
      NameCard: z.optional(z.string()),
      EventTime: eventTime(),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    operator: "Operator_Account",
    name: "NameCard",
    eventTime: "EventTime",
  },
  targets: {
    each: "computed",
    // The international pages' name, and the Chinese ones'.
    accounts: (change) => [change.Member_Account ?? change.Modified_Account ?? []].flat(),
  },
});
