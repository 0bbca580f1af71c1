import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { accountPairs, pairTargets } from "../fragments/account-pairs.ts";

export default defineCommand({
  name: "Sns.CallbackBlackListDelete",
  page: "1047/34362",
  reply: acknowledge(),
  payload: () => z.looseObject({ PairList: accountPairs() }),
  facets: { sender: (unblocked) => unblocked.PairList[0]?.From_Account },
  targets: pairTargets,
});
