import * as z from "zod/mini";
import { perTarget } from "../../replies/per-target.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime } from "../fragments/payload.ts";

/**
 * Before friend requests are answered.
 *
 * - Comes for rejections too: refusing one keeps the request open. `request.ResponseFriendItem` has each
 *   `ResponseAction`.
 * - `sender` answers, `target` had asked. The pages disagree on what `request.Requester_Account` is: do not
 *   build on it.
 * - Answers over REST are not asked about.
 */
export default defineCommand({
  name: "Sns.CallbackPrevFriendResponse",
  page: "1047/43467",
  reply: perTarget({ codes: [38000, 39000] }),
  payload: () =>
    z.looseObject({
      Requester_Account: account(),
      From_Account: account(),
      ResponseFriendItem: z.array(
        z.looseObject({
          To_Account: account(),
          Remark: z.optional(z.string()),
          TagName: z.optional(z.string()),
          ResponseAction: z.string(),
        }),
      ),
      EventTime: eventTime(),
    }),
  facets: { sender: "From_Account", eventTime: "EventTime" },
  targets: { each: "ResponseFriendItem", facets: { target: "To_Account" } },
});
