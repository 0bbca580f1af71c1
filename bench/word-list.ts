/** Budgets of matching (lib/text, lib/policy/functions/in-cidr). Run as a program it prints a table; exit 1 when over. */
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { inCidr } from "../lib/policy/functions/in-cidr.ts";
import { fold } from "../lib/text/folding.ts";
import { compileMask, maskText } from "../lib/text/mask.ts";
import { parseWordList, type WordList } from "../lib/text/word-list.ts";

/** `value` is to be at most `target`; a ratio's two sides are measured in turns in this run. */
type Measured = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Undefined: for comparison only. */
  readonly target?: number;
};

export function measureWordLists(): readonly Measured[] {
  const many = createWords(100_000, 6, 14).join("\n");
  const large = createList(many);
  const small = createList(createWords(10, 6, 14).join("\n"));
  const sharing = createList(
    createWords(10_000, 1, 20)
      .map((word) => `aaaaaaaa${word}b`)
      .join("\n"),
  );
  const stairs = createList(Array.from({ length: 99 }, (_, more) => `${"a".repeat(more + 1)}b`).join("\n"));
  const name = "Weekend Hikers Paris";

  const texts = {
    English: "The meeting moved to Thursday; bring your own lunch, and don't forget the printed maps.\n",
    Chinese: "会议改到星期四，请自带午餐，别忘了带上打印好的地图。",
    Russian: "Встреча перенесена на четверг, Возьмите с собой обед и не забудьте карты.\n",
    Thai: "การประชุมเลื่อนไปเป็นวันพฤหัสบดี กรุณานำอาหารกลางวันมาเอง\n",
    Hindi: "बैठक गुरुवार को होगी, कृपया अपना भोजन साथ लाएँ और नक्शे न भूलें।\n",
    Korean: "회의가 목요일로 변경되었습니다. 점심을 가져오시고 지도를 잊지 마세요.\n",
  };

  // Texts differ between runs, because the text cache would answer repeated ones.
  let copies = 0;
  const copyText = (text: string) => `${text}${copies++}`;
  const [nameLarge, nameSmall] = measureInTurns(
    () => large.findWord(copyText(name)),
    () => small.findWord(copyText(name)),
  );
  const [folding, lowering] = measureInTurns(
    () => fold(name),
    () => name.toLowerCase(),
  );
  return [
    { name: "build 100,000 terms", value: findMedian(buildTimes(many)), unit: "ms", target: 50 },
    {
      name: "hold 100,000 terms, indexed",
      value: measureHeld(() => createList(many)),
      unit: "MB",
      target: 10,
    },
    { name: "a name against 100,000 terms ÷ against 10", value: nameLarge / nameSmall, unit: "×", target: 3 },
    { name: "fold a 20-character name ÷ toLowerCase", value: folding / lowering, unit: "×", target: 5 },
    ...Object.entries(texts).map(([language, text]) => ({
      name: `8 KB of ${language} against 100,000 terms`,
      value: measureMilliseconds(() => large.findAll(copyText(fillTo8KB(text)))),
      unit: "ms",
      target: 1,
    })),
    {
      name: "8 KB of one prefix shared by 10,000 terms",
      value: measureMilliseconds(() => sharing.findAll(copyText("a".repeat(8192)))),
      unit: "ms",
      target: 5,
    },
    {
      name: "12 KB of one letter against entries of every length",
      value: measureMilliseconds(() => stairs.findAll(copyText("a".repeat(12_000)))),
      unit: "ms",
      target: 30,
    },
    ...measureTexts(texts.English.repeat(Math.floor(1e6 / texts.English.length)), copyText),
    ...measureAddresses(),
  ];
}

/** The largest text, by three lists; and the text that holds the most of what a mask covers. */
function measureTexts(megabyte: string, copyText: (text: string) => string): readonly Measured[] {
  const reserved = createList("admin\nofficial\nmoderator\nsupport");
  const spam = createList("casino\nviagra\nfree money");
  const mask = compileMask(createList("damn\nhell\nshit"), "*");
  const floods = { "ab ": "ab", "👍 ": "👍" };
  const searchAll = (first: string, second: string, third: string) => {
    reserved.findWord(first);
    spam.findAny(second);
    maskText(third, mask);
  };
  const [once, thrice] = measureInTurns(
    () => {
      const text = copyText(megabyte);
      searchAll(text, text, text);
    },
    () => searchAll(copyText(megabyte), copyText(megabyte), copyText(megabyte)),
    { rounds: 15, times: 1 },
  );
  return [
    { name: "1 MB of English: hasWord, containsAny and a mask", value: once, unit: "ms", target: 25 },
    { name: "the same, folded by each as if it were another text", value: thrice, unit: "ms" },
    ...Object.entries(floods).map(([written, entry]) => {
      const masks = Array.from({ length: 10 }, () => compileMask(createList(entry), "*"));
      const flood = written.repeat(Math.floor(12_000 / Buffer.byteLength(written)));
      return {
        name: `12 KB of \`${written}\` repeated, 10 masks of \`${entry}\``,
        value: measureMilliseconds(() => {
          const text = copyText(flood);
          for (const each of masks) maskText(text, each);
        }),
        unit: "ms",
        target: 20,
      };
    }),
  ];
}

/** 50,000 blocks, as lists of hosting networks have them. */
function measureAddresses(): readonly Measured[] {
  const blocks = Array.from({ length: 50_000 }, (_, at) => `10.${at >> 8}.${at & 255}.0/25`);
  const text = blocks.join("\n");
  const network = createList(text);
  const call = inCidr.call as (_: unknown, address: string, network: WordList) => boolean; // as its signature says
  const [hit, miss] = measureInTurns(
    () => call(undefined, "10.97.31.77", network),
    () => call(undefined, "10.97.31.177", network),
  );
  return [
    { name: "an address in one of 50,000 blocks, and which", value: hit, unit: "µs", target: 5 },
    { name: "an address in none of 50,000 blocks", value: miss, unit: "µs", target: 5 },
    {
      name: "sort 50,000 blocks",
      value: findMedian(
        Array.from({ length: 9 }, () => measureElapsed(() => call(undefined, "::1", createList(text)))),
      ),
      unit: "ms",
    },
  ];
}

/** Indexed, so that what is measured of it is only finding. */
function createList(text: string): WordList {
  const parsed = parseWordList("bench", text);
  if (parsed.kind === "faults") throw new Error(parsed.faults.map((fault) => fault.code).join());
  parsed.list.findWord("index");
  return parsed.list;
}

/** The same words in every run, so that runs can be compared. */
function createWords(count: number, shortest: number, longest: number): readonly string[] {
  let seed = 1;
  const below = (limit: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const letters = "eeeeaaaiiooutttnnnsssrrrlldcmpghbyfvkwxzjq";
  return Array.from({ length: count }, () =>
    Array.from({ length: shortest + below(longest - shortest + 1) }, () =>
      letters.charAt(below(letters.length)),
    ).join(""),
  );
}

function fillTo8KB(text: string): string {
  return text.repeat(Math.floor(8192 / Buffer.byteLength(text)));
}

function buildTimes(text: string): readonly number[] {
  return Array.from({ length: 15 }, () => measureElapsed(() => createList(text)));
}

function measureElapsed(run: () => unknown): number {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function measureMilliseconds(run: () => unknown): number {
  return findMedian(Array.from({ length: 200 }, () => measureElapsed(run)));
}

/** Median milliseconds of so many runs each (of 1,000: µs of one), interleaved, so that both run under the same load. */
function measureInTurns(
  first: () => unknown,
  other: () => unknown,
  { rounds, times } = { rounds: 300, times: 1000 },
): readonly [number, number] {
  const measured: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    measured[0].push(measureElapsed(() => repeatRun(first, times)));
    measured[1].push(measureElapsed(() => repeatRun(other, times)));
  }
  return [findMedian(measured[0]), findMedian(measured[1])];
}

let _sink: unknown; // keeps results, so that the compiler does not remove the work
function repeatRun(run: () => unknown, times: number): void {
  for (let time = 0; time < times; time++) _sink = run();
}

function findMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** MB that a value keeps, strings and typed arrays included. */
function measureHeld(make: () => unknown): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const used = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  _sink = undefined;
  const before = used();
  _sink = make();
  return (used() - before) / 1e6;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, value, unit, target } of measureWordLists()) {
    const isOver = target !== undefined && value > target;
    if (isOver) process.exitCode = 1;
    const verdict = target === undefined ? "" : ` at most ${target} ${isOver ? "OVER" : "ok"}`;
    console.log(`${name.padEnd(53)}${value.toFixed(2).padStart(8)} ${unit.padEnd(3)}${verdict}`);
  }
}
