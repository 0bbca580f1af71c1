/**
 * What an event costs a request before it is sent, and what events add to the bundle: `node bench/events.ts`. Medians;
 * the exchange with a destination is not ours to measure here.
 */
import { hash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { createEvent, writeEvent } from "../lib/records/event.ts";
import { writeUndelivered } from "../lib/records/undelivered.ts";
import { createTokenSealer } from "../lib/sinks/sealing.ts";
import { createHandlerBuild } from "../scripts/handler-build.ts";

const hashSha256 = (text: string) => hash("sha256", text, "buffer");
const RUNS = 15;
const CALLS = 2_000;

const findMedian = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function measureMicroseconds(work: () => unknown): number {
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    for (let call = 0; call < CALLS; call++) work();
    runs.push(((performance.now() - start) * 1_000) / CALLS);
  }
  return findMedian(runs);
}

/** A group's creation of about so many characters. */
function createHappening(length: number) {
  const item = { Member_Account: "u_0123456789" };
  const MemberList = Array(Math.max(1, Math.round((length - 300) / JSON.stringify(item).length))).fill(item);
  const payload = {
    CallbackCommand: "Group.CallbackAfterCreateGroup",
    GroupId: "@TGS#2J4SZEAEL",
    Operator_Account: "u_mira",
    Owner_Account: "u_mira",
    Type: "Public",
    Name: "Trail runners",
    MemberList,
    EventTime: 1670574414123,
  };
  const facets = { group: "@TGS#2J4SZEAEL", operator: "u_mira", groupType: "Public", name: "Trail runners" };
  return {
    ...{ stage: "prod", sdkAppId: 1400000000, command: payload.CallbackCommand, payload, facets },
    ...{ requestTime: "1767607200", time: 1767607200000 },
  };
}

const sealer = createTokenSealer("xxxxyyyy");
for (const length of [1_024, 12_288]) {
  const happening = createHappening(length);
  const event = createEvent(happening, hashSha256);
  const text = writeEvent(event);
  const undelivered = { to: "queue", id: event.id, command: event.type, reason: "http-500", text };
  const at = { time: 0, requestId: "r-1" };
  const made = measureMicroseconds(() => writeEvent(createEvent(happening, hashSha256)));
  const floor = measureMicroseconds(
    () => hashSha256(JSON.stringify(happening.payload)) && JSON.stringify(event),
  );
  const sealed = measureMicroseconds(() => writeUndelivered(undelivered, sealer, at));
  console.log(
    `${length / 1_024} KB body: id and JSON ${made.toFixed(1)} µs (${(made / floor).toFixed(1)} × JSON.stringify twice and SHA-256), sealed line ${sealed.toFixed(1)} µs`,
  );
}

/** The handler's bundle, whole or without the module that stages with events or an upstream load. */
async function bundleHandler(whole: boolean): Promise<{ readonly bytes: number; readonly gzipped: number }> {
  const contents = "export const createDelivery = () => { throw new Error(); };";
  const leaveOut: Plugin = {
    name: "leave-out",
    setup: ({ onLoad }) => onLoad({ filter: /handlers\/delivery\.ts$/ }, () => ({ contents, loader: "ts" })),
  };
  const plugins = whole ? [] : [leaveOut];
  const { outputFiles } = await build({ ...createHandlerBuild(), plugins, write: false, logLevel: "error" });
  const code = outputFiles?.[0]?.contents ?? new Uint8Array();
  return { bytes: code.length, gzipped: gzipSync(code).length };
}

const [without, whole] = [await bundleHandler(false), await bundleHandler(true)];
const showKilobytes = (bytes: number) => (bytes / 1_024).toFixed(2);
console.log(
  `bundle: ${showKilobytes(whole.bytes)} KB, ${showKilobytes(whole.gzipped)} gzipped; of it delivery, loaded when first needed, ${showKilobytes(whole.bytes - without.bytes)} KB, ${showKilobytes(whole.gzipped - without.gzipped)} gzipped`,
);
