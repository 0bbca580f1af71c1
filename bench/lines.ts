import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Bundle } from "./support/bundles.ts";
import type { Measured } from "./support/measure.ts";
import { runScript } from "./support/processes.ts";
import type { BenchStore, StageName } from "./support/stages.ts";
import { allowed, createBenchEvent, scenarios } from "./warm.ts";

type Bytes = Readonly<Record<"audit" | "metrics" | "other", number>>;

/** Log bytes of a request: audit lines, and its share of metrics lines. */
export async function measureLines({ file }: Bundle, store: BenchStore): Promise<readonly Measured[]> {
  const events = {
    refused: { event: createBenchEvent(scenarios.ten), code: 10101 },
    allowed: { event: createBenchEvent(allowed), code: 0 },
  };
  const measureStage = async (stage: StageName) => {
    const config = path.join(tmpdir(), `chatgate-lines-${process.pid}.json`);
    writeFileSync(config, JSON.stringify({ bundle: file, events }));
    return runScript<Readonly<Record<keyof typeof events, Bytes>>>("lines.cjs", [config], store.env(stage));
  };
  const ten = await measureStage("ten");
  const hundred = await measureStage("hundred");
  const row = (name: string, value: number, more: Pick<Measured, "target" | "figure"> = {}): Measured => ({
    name: `log of a request: ${name}`,
    value,
    unit: "B",
    ...more,
  });
  return [
    row("audit line of a plain allow, 10 rules", ten.allowed.audit, { target: 700, figure: "allowBytes" }),
    row("audit line of a plain allow, 100 rules", hundred.allowed.audit, { target: 700 }),
    row("audit line of a refusal, 10 rules", ten.refused.audit, { target: 700, figure: "refusalBytes" }),
    row("audit line of a refusal by 10 of 100 rules", hundred.refused.audit),
    row("its share of the metrics, under load", ten.allowed.metrics, { target: 25, figure: "metricsBytes" }),
    row("other lines", ten.allowed.other, { target: 0 }),
  ];
}
