import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";

/**
 * API calls near their rate limit.
 *
 * - Cannot be switched off: it comes to any webhook URL as soon as one is set.
 * - Comes at 80 % of the limit, in calls a second: `request.Request` of `request.Limit`.
 * - It says no time and no account.
 */
export default defineCommand({
  name: "Alert.RequestOverLimit",
  page: "1047/60256",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({ ServiceName: z.string(), Command: z.string(), Request: z.number(), Limit: z.number() }),
  facets: {},
});
