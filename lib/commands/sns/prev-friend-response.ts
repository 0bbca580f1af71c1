import * as z from "zod/mini";
import { perTarget } from "../../replies/per-target.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, expected } from "../fragments/payload.ts";

export default defineCommand({
  name: "Sns.CallbackPrevFriendResponse",
  page: "1047/43467",
  reply: perTarget({ codes: [38000, 39000] }),
  payload: () =>
    z.looseObject({
      Requester_Account: expected(account()),
      From_Account: account(),
      ResponseFriendItem: z.array(
        z.looseObject({
          To_Account: account(),
          Remark: z.optional(z.string()),
          TagName: z.optional(z.string()),
          ResponseAction: expected(z.string()),
        }),
      ),
      EventTime: expected(eventTime()),
    }),
  facets: { sender: "From_Account", eventTime: "EventTime" },
  targets: { list: "ResponseFriendItem", facets: { target: "To_Account" } },
});
