import fc from "fast-check";
import { writeEvent } from "../../lib/records/event.ts";
import { deliverEvent } from "../../lib/sinks/deliver.ts";
import type { Delivery, Destination } from "../../lib/sinks/destinations/destination.ts";
import { chatEvent } from "../support/event.ts";
import { scaleRuns } from "../support/runs.ts";
import { testRows } from "../support/table.ts";

const text = writeEvent(chatEvent);
const BUDGET = 400;

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

/** What a destination does with one exchange, after so many milliseconds; `hang` never answers. */
type Exchange = { readonly does: (typeof BEHAVIOURS)[number]; readonly ms: number };
const BEHAVIOURS = [
  ...(["ok", "again", "final", "throw", "hang"] as const),
  ...(["again-after-taking", "hang-after-taking", "throw-after-taking"] as const),
];
const REFUSALS: Readonly<Record<string, Delivery>> = {
  again: { kind: "refused", reason: "http-500", again: true },
  final: { kind: "refused", reason: "AccessDenied", again: false },
};

/** Plays one exchange an attempt and keeps when each began and until when it might have taken. */
function createActor(name: string, exchanges: readonly Exchange[]) {
  const attempts: { readonly start: number; readonly deadline: number }[] = [];
  let taken = 0;
  const destination: Destination = {
    name,
    send: (_, __, deadline) => {
      const { does, ms } = exchanges[attempts.length] ?? { does: "hang", ms: 0 };
      attempts.push({ start: Date.now(), deadline });
      return new Promise((resolve, reject) =>
        setTimeout(() => {
          if (does === "ok" || does.endsWith("after-taking")) taken++;
          if (does === "ok") resolve({ kind: "taken" });
          else if (does.startsWith("throw")) reject(new Error("Trail runners"));
          else resolve(REFUSALS[does.replace("-after-taking", "")] ?? new Promise(() => {}));
        }, ms),
      );
    },
  };
  return { destination, attempts, isTaken: () => taken > 0 };
}

async function deliverTo(
  actors: readonly ReturnType<typeof createActor>[],
  attempts: 1 | 2,
  budget = BUDGET,
  random = 0.5,
) {
  const destinations = actors.map(({ destination }) => destination);
  const start = Date.now();
  const times = { deadline: start + budget, now: Date.now, random: () => random, attempts };
  let end: number | undefined;
  const work = deliverEvent(chatEvent, text, destinations, times).then((undelivered) => {
    end = Date.now();
    return undelivered;
  });
  await jest.runAllTimersAsync();
  return { undelivered: await work, ms: (end ?? Number.NaN) - start };
}

const exchange = fc.record({ does: fc.constantFrom(...BEHAVIOURS), ms: fc.integer({ min: 0, max: 600 }) });

test("law: what is not taken comes back, once for each destination, and nothing is awaited past the deadline", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(exchange, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(1 as const, 2 as const),
      fc.integer({ min: -10, max: 1500 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (plays, attempts, budget, random) => {
        const actors = plays.map((play, index) => createActor(`d${index}`, play));
        const { undelivered, ms } = await deliverTo(actors, attempts, budget, random);
        expect(ms).toBeLessThanOrEqual(Math.max(0, budget));
        const back = undelivered.map(({ to }) => to);
        expect(new Set(back).size).toBe(back.length);
        for (const { destination, isTaken, attempts: made } of actors) {
          if (!isTaken()) expect(back).toContain(destination.name);
          expect(made.length).toBeLessThanOrEqual(attempts);
          for (const { start, deadline } of made) expect(deadline - start).toBeGreaterThanOrEqual(20);
        }
      },
    ),
    { numRuns: scaleRuns(1_000) },
  );
});

const play = (...exchanges: readonly [Exchange["does"], number][]) =>
  createActor(
    "queue",
    exchanges.map(([does, ms]) => ({ does, ms })),
  );

testRows(
  [
    { name: "taken", actor: play(["ok", 5]), attempts: 2, back: undefined, made: 1, ms: 5 },
    {
      name: "taken at the second attempt",
      actor: play(["again", 5], ["ok", 5]),
      attempts: 2,
      back: undefined,
      made: 2,
      ms: 35,
    },
    {
      name: "taken after a hang of half the time",
      actor: play(["hang", 0], ["ok", 5]),
      attempts: 2,
      back: undefined,
      made: 2,
      ms: 230,
    },
    {
      name: "refused twice",
      actor: play(["again", 5], ["again", 5]),
      attempts: 2,
      back: "http-500",
      made: 2,
      ms: 35,
    },
    {
      name: "refused for good",
      actor: play(["final", 5]),
      attempts: 2,
      back: "AccessDenied",
      made: 1,
      ms: 5,
    },
    {
      name: "hung to the end",
      actor: play(["hang", 0], ["hang", 0]),
      attempts: 2,
      back: "ETIMEDOUT",
      made: 2,
      ms: 400,
    },
    { name: "a fault of ours", actor: play(["throw", 5]), attempts: 2, back: "fault", made: 1, ms: 5 },
    {
      name: "one attempt, refused",
      actor: play(["again", 5]),
      attempts: 1,
      back: "http-500",
      made: 1,
      ms: 5,
    },
    {
      name: "one attempt has all the time",
      actor: play(["ok", 350]),
      attempts: 1,
      back: undefined,
      made: 1,
      ms: 350,
    },
    {
      name: "an answer that comes too late",
      actor: play(["ok", 450]),
      attempts: 1,
      back: "ETIMEDOUT",
      made: 1,
      ms: 400,
    },
  ],
  async ({ actor, attempts, back, made, ms }) => {
    const result = await deliverTo([actor], attempts);
    expect(result.undelivered.map(({ reason }) => reason)).toEqual(back === undefined ? [] : [back]);
    expect([actor.attempts.length, result.ms]).toEqual([made, ms]);
  },
);

test("what comes back is all that a line needs", async () => {
  const { undelivered } = await deliverTo([play(["final", 5])], 2);
  expect(undelivered).toEqual([
    {
      to: "queue",
      id: chatEvent.id,
      command: "Group.CallbackAfterCreateGroup",
      reason: "AccessDenied",
      text,
    },
  ]);
});

test("no exchange begins with less than 20 ms", async () => {
  const actor = play(["ok", 1]);
  expect((await deliverTo([actor], 1, 19)).undelivered).toMatchObject([{ reason: "no-time" }]);
  expect(actor.attempts).toEqual([]);
});

test("destinations do not wait for each other", async () => {
  const actors = [createActor("a", [{ does: "ok", ms: 300 }]), createActor("b", [{ does: "ok", ms: 300 }])];
  expect((await deliverTo(actors, 1)).ms).toBe(300);
});
