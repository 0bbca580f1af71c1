import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { pairTargets } from "../fragments/account-pairs.ts";
import { account } from "../fragments/payload.ts";

/**
 * After friends were added.
 *
 * - Becoming friends both ways comes as two pairs, so both accounts are targets.
 * - `sender` had started the request; `operator` is the administrator who added them, otherwise empty.
 * - It says no time.
 */
export default defineCommand({
  name: "Sns.CallbackFriendAdd",
  page: "1047/34359",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      PairList: z.array(
        z.looseObject({ From_Account: account(), To_Account: account(), Initiator_Account: account() }),
      ),
      ClientCmd: z.string(),
      Admin_Account: account(),
      ForceFlag: z.number(),
    }),
  facets: { operator: "Admin_Account", sender: (added) => added.PairList[0]?.Initiator_Account },
  targets: pairTargets,
});
