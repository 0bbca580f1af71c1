import { createFuzzEvents } from "../support/fuzz.ts";

/** CI sets more, and `npm run fuzz:events` takes any number. */
const COUNT = Number(process.env.CHATGATE_FUZZ_EVENTS || 3_000);

test(
  `${COUNT} events of every kind are answered as documented, with no fault`,
  async () => {
    const { endings, failures } = await createFuzzEvents(COUNT, 20261124);
    expect(failures).toEqual([]);
    expect([...endings.keys()].sort()).toEqual(["decided", "rejected", "unknown", "unreadable", "verified"]);
  },
  60_000 + 3 * COUNT,
);
