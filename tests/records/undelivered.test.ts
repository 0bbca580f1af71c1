import fc from "fast-check";
import {
  createPartJoiner,
  MAX_AWAITED_LENGTH,
  readRedelivered,
  readUndelivered,
  type UndeliveredLine,
  writeUndelivered,
} from "../../lib/records/undelivered.ts";
import { testRows } from "../support/table.ts";

const AT = { time: Date.parse("2026-01-05T10:00:00Z"), requestId: "r-1" };
const undelivered = {
  to: "queue",
  id: "a".repeat(32),
  command: "Group.CallbackAfterCreateGroup",
  reason: "http-500",
  text: "x",
};
const sealer = { kid: "0123abcd", seal: (text: string) => text };

const joinKey = ({ requestId, to, id }: UndeliveredLine) => [requestId, to, id].join("\0");

test("a line", () => {
  expect(writeUndelivered(undelivered, sealer, AT).map((line) => JSON.stringify(line))).toEqual([
    '{"type":"undelivered","v":1,"time":"2026-01-05T10:00:00.000Z","requestId":"r-1","to":"queue","id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","command":"Group.CallbackAfterCreateGroup","reason":"http-500","kid":"0123abcd","sealed":"x"}',
  ]);
});

test("a command that is no command's name is not written", () => {
  const [line] = writeUndelivered({ ...undelivered, command: 'x"\n' }, sealer, AT);
  expect(line?.command).toBe("other");
});

testRows(
  [
    { name: "at the bound", length: 200_000, parts: [undefined] },
    { name: "one above", length: 200_001, parts: ["1/2", "2/2"] },
    { name: "a body of 1 MiB", length: 1_400_000, parts: ["1/7", "2/7", "3/7", "4/7", "5/7", "6/7", "7/7"] },
  ],
  "parts of a text $name",
  ({ length, parts }) => {
    const lines = writeUndelivered({ ...undelivered, text: "x".repeat(length) }, sealer, AT);
    expect(lines.map(({ part, parts }) => (part === undefined ? undefined : `${part}/${parts}`))).toEqual(
      parts,
    );
    for (const line of lines) expect(JSON.stringify(line).length).toBeLessThan(256 * 1024);
  },
);

test("law: parts in any order, mixed with other texts', are joined to what was written", () => {
  const texts = fc.uniqueArray(fc.record({ id: fc.uuid(), length: fc.integer({ min: 1, max: 900_000 }) }), {
    selector: ({ id }) => id,
    minLength: 1,
    maxLength: 4,
  });
  const written = texts.map((all) =>
    all.flatMap(({ id, length }) =>
      writeUndelivered({ ...undelivered, id, text: "x".repeat(length) }, sealer, AT).map((line) => ({
        line,
        length,
      })),
    ),
  );
  const shuffled = written.chain((lines) => fc.shuffledSubarray(lines, { minLength: lines.length }));
  fc.assert(
    fc.property(shuffled, (lines) => {
      const joiner = createPartJoiner(joinKey);
      for (const { line, length } of lines) {
        const read = readUndelivered(JSON.parse(JSON.stringify(line)));
        const whole = read && joiner.add(read);
        if (whole !== undefined) expect([whole.sealed.length, whole.part]).toEqual([length, undefined]);
      }
      expect(joiner.countIncomplete()).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test("a text whose part is missing stays incomplete, and at most 1,000 are awaited", () => {
  const joiner = createPartJoiner(joinKey);
  for (let index = 0; index < 1_500; index++) {
    const [first] = writeUndelivered(
      { ...undelivered, id: `${index}`, text: "x".repeat(200_001) },
      sealer,
      AT,
    );
    if (first !== undefined) expect(joiner.add(first)).toBeUndefined();
  }
  expect(joiner.countIncomplete()).toBe(1_500);
});

const createPart = (id: string, part: number, sealed: string): UndeliveredLine => {
  const [line] = writeUndelivered({ ...undelivered, id }, sealer, AT);
  return { ...line, part, parts: 2, sealed } as UndeliveredLine; // one line was written
};

testRows(
  [
    { title: "long parts", id: "", sealed: "x".repeat(0.4 * MAX_AWAITED_LENGTH) },
    { title: "long ids", id: "x".repeat(0.4 * MAX_AWAITED_LENGTH), sealed: "x" },
  ],
  "incomplete texts are kept up to a length, and the oldest is dropped: $title",
  ({ id, sealed }) => {
    const joiner = createPartJoiner(joinKey);
    for (const text of ["a", "b", "c"])
      expect(joiner.add(createPart(`${text}${id}`, 1, sealed))).toBeUndefined();
    expect(joiner.countIncomplete()).toBe(3);
    expect(joiner.add(createPart(`a${id}`, 2, "y"))).toBeUndefined();
    expect(joiner.add(createPart(`c${id}`, 2, "y"))?.sealed).toBe(`${sealed}y`);
  },
);

test("a part that comes again takes its own place", () => {
  const joiner = createPartJoiner(joinKey);
  const half = "x".repeat(0.5 * MAX_AWAITED_LENGTH);
  for (let times = 0; times < 5; times++) expect(joiner.add(createPart("a", 1, half))).toBeUndefined();
  expect(joiner.add(createPart("a", 2, "y"))?.sealed).toHaveLength(half.length + 1);
  expect(joiner.countIncomplete()).toBe(0);
});

const [good] = writeUndelivered(undelivered, sealer, AT);
testRows(
  [
    { name: "another version", line: { ...good, v: 2 } },
    { name: "another type", line: { ...good, type: "audit" } },
    { name: "no id", line: { ...good, id: undefined } },
    { name: "a part of none", line: { ...good, part: 1 } },
    { name: "part 3 of 2", line: { ...good, part: 3, parts: 2 } },
    { name: "half a part", line: { ...good, part: 0.5, parts: 2 } },
    { name: "a million parts", line: { ...good, part: 1, parts: 1e6 } },
  ],
  "a line with $name is not read",
  ({ line }) => {
    expect(readUndelivered(line)).toBeUndefined();
  },
);

test("a redelivered line is read by its fields", () => {
  const line = { type: "redelivered", v: 1, time: "2026-01-05T10:00:00.000Z", to: "queue", id: "a" };
  expect(readRedelivered(line)).toEqual(line);
  expect(readRedelivered({ ...line, id: 1 })).toBeUndefined();
});
