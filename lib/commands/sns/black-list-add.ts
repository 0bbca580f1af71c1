import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { accountPairs, pairTargets } from "../fragments/account-pairs.ts";

export default defineCommand({
  name: "Sns.CallbackBlackListAdd",
  page: "1047/34361",
  reply: acknowledge(),
  payload: () => z.looseObject({ PairList: accountPairs() }),
  facets: { sender: (blocked) => blocked.PairList[0]?.From_Account },
  targets: pairTargets,
});
