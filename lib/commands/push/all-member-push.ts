import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { seconds } from "../fragments/payload.ts";
import { pushEvents, pushFacets, pushTargets } from "../fragments/push-events.ts";

/**
 * After a push task's notification was sent, arrived or was opened.
 *
 * - Comes for tasks to all users, to tags and to single users alike.
 * - A batch of up to 100 events: `receiver` and `eventTime` are the first one's, `targets` has every
 *   receiver.
 * - Events over 1,000 a second arrive later, and may arrive twice.
 */
export default defineCommand({
  name: "Push.AllMemberPush",
  page: "1047/67551",
  reply: acknowledge(),
  payload: () =>
    pushEvents({
      TaskId: z.string(),
      DataId: z.optional(z.string()),
      TaskTime: seconds(),
      DeviceType: z.optional(z.number()),
    }),
  facets: pushFacets,
  targets: pushTargets,
  bodyCommand: "elsewhere",
});
