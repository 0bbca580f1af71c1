import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { accountPairs, pairTargets } from "../fragments/account-pairs.ts";

/**
 * After friends were deleted.
 *
 * - Nothing says who deleted whom: a deletion both ways comes as two pairs, so both accounts are targets.
 * - It says no time.
 */
export default defineCommand({
  name: "Sns.CallbackFriendDelete",
  page: "1047/34360",
  reply: acknowledge(),
  payload: () => z.looseObject({ PairList: accountPairs() }),
  facets: {},
  targets: pairTargets,
});
