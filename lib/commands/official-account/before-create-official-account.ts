import * as z from "zod/mini";
import { allowOrDeny } from "../../replies/allow-or-deny.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime } from "../fragments/payload.ts";

/**
 * Before an official channel is created.
 *
 * - Only the app's administrator creates channels, over REST.
 * - The plain refusal reaches the caller as 20006, where a group's is 10016.
 */
export default defineCommand({
  name: "OfficialAccount.CallbackBeforeCreateOfficialAccount",
  page: "1047/60795",
  reply: allowOrDeny({ codes: [120001, 130000] }),
  payload: () =>
    z.looseObject({
      Operator_Account: account(),
      Owner_Account: account(),
      Name: z.string(),
      EventTime: eventTime(),
    }),
  facets: {
    operator: "Operator_Account",
    owner: "Owner_Account",
    name: "Name",
    eventTime: "EventTime",
  },
});
