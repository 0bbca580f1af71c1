import * as z from "zod/mini";
import { allowOrDeny } from "../../replies/allow-or-deny.ts";
import { defineCommand } from "../define-command.ts";
import { account, fromSeconds } from "../fragments/payload.ts";

/**
 * Before a gift is sent in a live room.
 *
 * - FAILS CLOSED on Tencent's side, unlike every other command: without an answer within 2 s the gift is
 *   refused, unless `Live.CallbackBeforeCallBackNotBlock` is configured too.
 * - Any code but 0 refuses; one from 102100 to 102200 reaches the caller, what a plain refusal shows no page
 *   says.
 * - The receivers are a list, `request.GiftWater.To_Account`, and have no facet; nor have `Count` and
 *   `Coins`.
 */
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
        To_Account: z.array(account()),
        Time: z.number(),
        GiftId: z.string(),
        Count: z.number(),
        Coins: z.number(),
      }),
    }),
  facets: {
    operator: "Operator_Account",
    sender: (gift) => gift.GiftWater.From_Account,
    group: "RoomId",
    eventTime: (gift) => fromSeconds(gift.GiftWater.Time),
  },
  bodyCommand: "elsewhere",
});
