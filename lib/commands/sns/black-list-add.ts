import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { accountPairs, pairTargets } from "../fragments/account-pairs.ts";

/**
 * After accounts were blocked.
 *
 * - `sender` is whose blocklist it is, also when an administrator changed it.
 * - It says no time.
 */
export default defineCommand({
  name: "Sns.CallbackBlackListAdd",
  page: "1047/34361",
  reply: acknowledge(),
  payload: () => z.looseObject({ PairList: accountPairs() }),
  facets: { sender: (blocked) => blocked.PairList[0]?.From_Account },
  targets: pairTargets,
});
