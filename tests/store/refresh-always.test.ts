import { always, failed, good, setUp } from "./refresh-clock.ts";

describe("each request reads", () => {
  test("every request sees what was written before it, with one read at a time", async () => {
    const { refresh, end, started } = setUp({ refresh: always });
    await end(good("one"));
    const first = refresh.current(1000);
    expect(started()).toBe(2);
    const later = [refresh.current(1000), refresh.current(1000)];
    await end(good("two", "2"));
    expect((await first).value).toBe("two");
    expect(started()).toBe(3);
    await end(good("three", "3"));
    expect((await Promise.all(later)).map(({ value }) => value)).toEqual(["three", "three"]);
    expect(started()).toBe(3);
  });

  test("a corrected file is seen by the next request, whatever was wrong; the wait is bounded", async () => {
    const { refresh, end } = setUp({ refresh: always });
    await end(good("one"));
    let inForce = "one";
    for (const wrong of [good("bad", "2"), failed("settings.yaml:1:1: syntax")]) {
      const before = refresh.current(1000);
      await end(wrong);
      expect((await before).value).toBe(inForce);
      const after = refresh.current(1000);
      await end(good("two", "3"));
      expect(await after).toMatchObject({ value: "two", rejected: undefined, failure: undefined });
      inForce = "two";
    }
    expect((await refresh.current(5)).value).toBe("two");
  });

  test("a first request takes the read that is under way", async () => {
    const { refresh, end, started } = setUp({ refresh: always, fallback: always });
    const waiting = refresh.current(1000);
    await end(good("one"));
    expect([(await waiting).value, started()]).toEqual(["one", 1]);
  });
});
