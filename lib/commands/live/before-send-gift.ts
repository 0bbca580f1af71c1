import * as z from "zod/mini";
import { allowOrDeny } from "../../replies/allow-or-deny.ts";
import { defineCommand } from "../define-command.ts";
import { account, convertSeconds, expected } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackBeforeSendGift",
  page: "647/72210",
  reply: allowOrDeny({ codes: [102100, 102200] }),
  payload: () =>
    z.looseObject({
      Operator_Account: account(),
      RoomId: z.string(),
      GiftWater: z.looseObject({
        From_Account: account(),
        To_Account: expected(z.array(account())),
        Time: expected(z.number()),
        GiftId: expected(z.string()),
        Count: expected(z.number()),
        Coins: expected(z.number()),
      }),
    }),
  facets: {
    operator: "Operator_Account",
    sender: (gift) => gift.GiftWater.From_Account,
    group: "RoomId",
    eventTime: (gift) => convertSeconds(gift.GiftWater.Time),
  },
  bodyCommand: "elsewhere",
});
