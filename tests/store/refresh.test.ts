import type { Parameter } from "../../lib/policy-set/parameter.ts";
import type { ReadResult } from "../../lib/store/source.ts";
import { testRows } from "../support/table.ts";
import { failed, good, set, settle, setUp } from "./refresh-clock.ts";

describe("while there is no value", () => {
  test("the first read starts at once, and a request waits for it", async () => {
    const { refresh, started, end } = setUp();
    expect(started()).toBe(1);
    const waiting = [refresh.current(1000), refresh.current(1000)];
    await end(good("one"));
    for (const snapshot of await Promise.all(waiting)) {
      expect(snapshot).toEqual({
        value: "one",
        loadedAt: 1_000_000,
        rejected: undefined,
        failure: undefined,
      });
    }
    expect(started()).toBe(1);
  });

  test("but not for longer than it may, and the read goes on", async () => {
    const { refresh, end, started } = setUp();
    expect((await refresh.current(5)).value).toBeUndefined();
    expect((await refresh.current(0)).value).toBeUndefined();
    await end(good("one"));
    expect((await refresh.current(5)).value).toBe("one");
    expect(started()).toBe(1);
  });

  test("after a failed read nobody waits until the pause is over; then one read serves all", async () => {
    const { refresh, end, pass, started } = setUp();
    await end(failed("SSM is down"));
    pass(9.9);
    expect(await refresh.current(1000)).toMatchObject({ value: undefined, failure: "SSM is down" });
    expect(started()).toBe(1);
    pass(0.2);
    const waiting = [refresh.current(1000), refresh.current(1000)];
    await end(good("one"));
    expect((await Promise.all(waiting)).map(({ value, failure }) => [value, failure])).toEqual([
      ["one", undefined],
      ["one", undefined],
    ]);
    expect(started()).toBe(2);
  });

  test("a first set that is rejected is read again after the pause", async () => {
    const { refresh, end, pass, events } = setUp();
    await end(good("bad"));
    expect(await refresh.current(1000)).toMatchObject({
      value: undefined,
      rejected: ["settings.yaml:1:1: bad"],
    });
    pass(11);
    const waiting = refresh.current(1000);
    await end(good("one", "2"));
    expect(await waiting).toMatchObject({ value: "one", rejected: undefined });
    expect(events).toEqual(["rejected", "loaded"]);
  });
});

describe("with a value", () => {
  test("a stale one is answered at once and read again behind the request, once", async () => {
    const { refresh, end, pass, started, loads } = setUp();
    await end(good("one"));
    pass(29.9);
    await refresh.current(1000);
    expect(started()).toBe(1);
    pass(0.2);
    expect((await refresh.current(1000)).value).toBe("one");
    expect((await refresh.current(1000)).value).toBe("one");
    expect(started()).toBe(2);
    await end(good("two", "2"));
    expect((await refresh.current(1000)).value).toBe("two");
    expect(loads).toEqual(["one", "two"]);
  });

  test("an unchanged set is not loaded again, but is confirmed", async () => {
    const { refresh, end, pass, loads, events, time } = setUp();
    await end(good("one"));
    pass(31);
    await refresh.current(0);
    await end(good("one"));
    expect((await refresh.current(0)).loadedAt).toBe(time());
    expect([loads, events]).toEqual([["one"], ["loaded"]]);
  });

  testRows<{ readonly name: string; readonly parameters: readonly Parameter[] }>(
    [
      { name: "version", parameters: set("one", "2") },
      { name: "value", parameters: set("two") },
      { name: "name", parameters: [{ name: "lists/x", value: "one", version: "1" }] },
      { name: "number", parameters: [...set("one"), { name: "tokens", value: "t", version: "1" }] },
      { name: "nothing left", parameters: [] },
    ],
    "another $name is another set",
    async ({ parameters }) => {
      const { refresh, end, pass, loads } = setUp();
      await end(good("one"));
      pass(31);
      await refresh.current(0);
      await end({ kind: "read", parameters });
      expect(loads).toHaveLength(2);
    },
  );

  testRows(
    [
      { random: 0, seconds: 27 },
      { random: 1, seconds: 33 },
    ],
    "jitter: with random $random the next read is due after $seconds s",
    async ({ random, seconds }) => {
      const { refresh, end, pass, started } = setUp({ random: () => random });
      await end(good("one"));
      pass(seconds - 0.1);
      await refresh.current(0);
      expect(started()).toBe(1);
      pass(0.1);
      await refresh.current(0);
      expect(started()).toBe(2);
    },
  );

  test("a rejected set keeps the last good value; one event for each reason; back to the good one: recovered", async () => {
    const { refresh, end, pass, loads, events } = setUp();
    const next = async (result: ReadResult) => {
      pass(40);
      await refresh.current(0);
      await end(result);
      return refresh.current(0);
    };
    await end(good("one"));
    expect(await next(good("bad", "2"))).toMatchObject({
      value: "one",
      rejected: ["settings.yaml:1:1: bad"],
    });
    await next(good("bad", "2"));
    expect(await next(failed("down"))).toMatchObject({
      value: "one",
      rejected: ["settings.yaml:1:1: bad"],
      failure: "down",
    });
    await next(failed("down"));
    await next(failed("down otherwise"));
    expect(await next(good("bad", "2"))).toMatchObject({
      rejected: ["settings.yaml:1:1: bad"],
      failure: undefined,
    });
    await next(good("bad too", "3"));
    expect(await next(good("one"))).toMatchObject({ value: "one", rejected: undefined, failure: undefined });
    expect(loads).toEqual(["one", "bad", "bad too"]);
    expect(events).toEqual(["loaded", "rejected", "failed", "failed", "rejected", "rejected", "recovered"]);
  });

  test("a load that throws is a rejection, a source that throws a failed read", async () => {
    const throwing = setUp();
    await throwing.end(good("throws"));
    expect((await throwing.refresh.current(0)).rejected).toEqual(["a fault in load"]);
    const source = { name: "test", read: () => Promise.reject(new Error("a fault in the source")) };
    const broken = setUp({ source });
    await settle();
    expect((await broken.refresh.current(0)).failure).toBe(
      "test: a fault in chatgate: a fault in the source",
    );
  });
});

describe("a process suspended between requests", () => {
  test("a read that fails after the thaw is not counted, and another is under way at once", async () => {
    const { refresh, end, pass, started, events } = setUp();
    await end(good("one"));
    pass(31);
    await refresh.current(0);
    pass(600);
    await end(failed("no answer in time"));
    expect([started(), events]).toEqual([3, ["loaded"]]);
    await end(good("two", "2"));
    expect(await refresh.current(0)).toMatchObject({ value: "two", failure: undefined });
  });

  test("a read that ends well after the thaw counts as of its start", async () => {
    const { refresh, end, pass, started } = setUp();
    pass(600);
    await end(good("one"));
    expect(await refresh.current(0)).toMatchObject({ value: "one", loadedAt: 1_000_000 });
    expect(started()).toBe(2);
  });

  test("a value that went unconfirmed for too long is waited for, within its own bound", async () => {
    const { refresh, end, pass } = setUp({ overdue: { afterSeconds: 90, waitMs: 20 } });
    await end(good("one"));
    pass(91);
    const waiting = refresh.current(1000);
    await end(good("two", "2"));
    expect((await waiting).value).toBe("two");
    pass(91);
    expect((await refresh.current(1000)).value).toBe("two"); // ends by the 20 ms: the read never does
  });
});

test("a clock that is set back makes a read due", async () => {
  const { refresh, end, pass, started, time } = setUp();
  pass(365 * 86_400);
  await end(good("one"));
  await refresh.current(0);
  await end(good("one"));
  pass(-365 * 86_400);
  await refresh.current(0);
  expect(started()).toBe(3);
  await end(good("one"));
  expect((await refresh.current(0)).loadedAt).toBe(time());
});

test("no timer is left behind by a wait, ended or cut short", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = timers();
  const { refresh, end } = setUp();
  const waiting = refresh.current(60_000);
  await refresh.current(1);
  await end(good("one"));
  await waiting;
  expect(timers()).toBeLessThanOrEqual(before); // another suite's may end meanwhile
});
