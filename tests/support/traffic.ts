import { commandDocs } from "../../lib/commands/generated/docs.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { SDK_APP_ID } from "./gate.ts";

/** Requests that differ in who, what and where; the same ones for the same seed. */
export type TrafficRequest = {
  readonly command: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly platform: string;
  readonly time: number;
  readonly requestId: string;
};

const START = Date.parse("2026-06-10T00:00:00Z");
const NAMES = ["Weekend hikers", "Official support", "vip lounge", "darn it", "plain", "", "Оfficial"];
const PLATFORMS = ["iOS", "Android", "Web", "RESTAPI"];
const before = [...commands.values()].filter(({ reply }) => reply.phase === "before").map(({ name }) => name);

export function createTraffic(count: number, seed = 1, accounts = 40): readonly TrafficRequest[] {
  const random = createRandom(seed);
  const draw = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T; // none of them is empty
  const account = () => `u_${Math.floor(random() ** 2 * accounts)}`;
  return Array.from({ length: count }, (_, index) => {
    const command = random() < 0.95 ? draw(before) : draw([...commands.keys()]);
    const change = (value: unknown, key = ""): unknown => {
      if (Array.isArray(value)) return value.map((item) => change(item));
      if (typeof value === "object" && value !== null)
        return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, name)]));
      if (/_Account$|^Requester|^Responder/.test(key) && random() < 0.9) return account();
      if (/^(Name|Text|AddWording)$/.test(key)) return draw(NAMES);
      if (key === "Type") return random() < 0.3 ? draw(["Public", "AVChatRoom", "Community", "Work"]) : value;
      return value;
    };
    const body = change(commandDocs.get(command)?.sample) as Readonly<Record<string, unknown>>; // an object stays one
    const time = START + index * 60_000;
    return { command, body, platform: draw(PLATFORMS), time, requestId: `r-${seed}-${index}` };
  });
}

/** As an opened recording has it. */
export function createRecordingLine(
  { command, body, platform, time, requestId }: TrafficRequest,
  decision: { readonly verdict: string; readonly code: number } = { verdict: "allow", code: 0 },
): string {
  return JSON.stringify({
    ...{ type: "request", v: 1, time: new Date(time).toISOString(), requestId, command, platform },
    ...{ clientIp: "127.0.0.1", sdkAppId: SDK_APP_ID, decision, body },
  });
}

/** Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
