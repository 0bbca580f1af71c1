import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { accountPairs, pairTargets } from "../fragments/account-pairs.ts";
import { readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Sns.CallbackBlackListAdd",
  page: "1047/34361",
  reply: acknowledge(),
  payload: () => readExpectedObject({ PairList: accountPairs() }),
  facets: { sender: ({ PairList }) => PairList?.[0]?.From_Account },
  targets: pairTargets,
});
