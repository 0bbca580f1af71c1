import * as z from "zod/mini";
import { perTarget } from "../../replies/per-target.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, expected } from "../fragments/payload.ts";

export default defineCommand({
  name: "Sns.CallbackPrevFriendAdd",
  page: "1047/43468",
  reply: perTarget({ codes: [38000, 39000] }),
  payload: () =>
    z.looseObject({
      Requester_Account: account(),
      From_Account: account(),
      FriendItem: z.array(
        z.looseObject({
          To_Account: account(),
          Remark: z.optional(z.string()),
          GroupName: z.optional(z.string()),
          AddSource: z.optional(z.string()),
          AddWording: z.optional(z.string()),
        }),
      ),
      AddType: expected(z.string()),
      ForceAddFlags: expected(z.number()),
      EventTime: expected(eventTime()),
    }),
  facets: { operator: "Requester_Account", sender: "From_Account", eventTime: "EventTime" },
  targets: { list: "FriendItem", facets: { target: "To_Account", note: "AddWording" } },
});
