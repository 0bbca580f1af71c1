// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are serverless.yml's own variables
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { formatAuditLine } from "../lib/records/audit.ts";
import { ALARMING, METRICS } from "../lib/sinks/metrics.ts";
import { createCallbackEvent, createTestGate } from "./support/gate.ts";
import { testRows } from "./support/table.ts";

const readYaml = (file: string) => parse(readFileSync(file, "utf8"), { merge: true });
const { provider } = readYaml("serverless.yml");

describe("alarms and dashboard", () => {
  type Resource = { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> };
  const resources: Readonly<Record<string, Resource>> = {
    ...readYaml("serverless/alarms.yml").Resources,
    ...readYaml("serverless/silence.yml").watched.Resources,
  };
  const ofType = (type: string) =>
    Object.entries(resources)
      .filter(([, { Type }]) => Type === type)
      .map(([name, { Properties }]) => ({ name, Properties }));
  const alarms = ofType("AWS::CloudWatch::Alarm");
  const filters = ofType("AWS::Logs::MetricFilter");
  const board: string =
    readYaml("serverless/dashboard.yml").Resources.Dashboard.Properties.DashboardBody["Fn::Sub"];
  const urgent = Object.entries(METRICS).flatMap(([name, metric]) => ("isUrgent" in metric ? [name] : []));
  /** Written at once when they begin. */
  const states = ["PolicyRejected", ...Object.keys(ALARMING)];
  const filtered = filters.flatMap(({ Properties }) =>
    (Properties.MetricTransformations as { MetricName: string }[]).map(({ MetricName }) => MetricName),
  );

  testRows(alarms, ({ name, Properties }) => {
    expect(Properties.AlarmName).toMatch(/^chatgate-\$\{sls:stage\}-[a-z-]+$/);
    expect(Properties.AlarmDescription).toMatch(/^[A-Z].*\.$/);
    expect(Properties.AlarmActions).toBe("${param:alarmActions}");
    // An instance that Lambda ends may lose its last minute, which no alarm but that of a day's silence may turn on.
    if (Properties.Namespace === "chatgate" && name !== "SilenceAlarm")
      expect([...urgent, ...states]).toContain(Properties.MetricName);
    if (Properties.Namespace === "chatgate/${sls:stage}") expect(filtered).toContain(Properties.MetricName);
  });

  test("each alarm has a name of its own", () => {
    const names = alarms.map(({ Properties }) => Properties.AlarmName);
    expect(new Set(names).size).toBe(names.length);
  });

  test("whatever is written at once has an alarm in the stack, or in the file of its resources", () => {
    const watched = new Set(alarms.map(({ Properties }) => Properties.MetricName));
    const elsewhere = ["serverless/events.yml", "serverless/limits.yml"].map((file) =>
      readFileSync(file, "utf8"),
    );
    const unwatched = urgent.filter(
      (name) => !watched.has(name) && !elsewhere.some((file) => file.includes(`MetricName: ${name}\n`)),
    );
    expect(unwatched).toEqual([]);
  });

  test("alarms on states have the thresholds at which a metric is written at once", () => {
    const threshold = (metric: string) =>
      alarms.find(({ Properties }) => Properties.MetricName === metric)?.Properties.Threshold;
    expect(threshold("PolicyAge")).toBe(ALARMING.PolicyAge);
    expect(threshold("ClockSkew")).toBe(ALARMING.ClockSkew);
  });

  test("one old reading after an idle hour is no alarm", () => {
    expect(resources.PolicyAgeAlarm?.Properties).toMatchObject({
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
    });
  });

  test("metric filters read the fields of our lines", async () => {
    const { gate, audits } = createTestGate();
    await gate(
      createCallbackEvent({ body: { Operator_Account: "u", Type: "Public", Name: "n", EventTime: 1 } }),
      "r",
    );
    const fields = Object.keys({ ...audits[0], ...JSON.parse(provider.logs.httpApi.format) });
    for (const { Properties } of filters) {
      const read = [...String(Properties.FilterPattern).matchAll(/\$\.(\w+)/g)].map(([, field]) => field);
      expect(fields).toEqual(expect.arrayContaining(read));
    }
  });

  test("the dashboard shows what is written", () => {
    const { widgets } = JSON.parse(board);
    const shown = [
      ...board.matchAll(/\["(?:chatgate|\.)", "(\w+)", "(?:Stage|\.)", "(?:\$\{sls:stage\}|\.)"/g),
    ]
      .map(([, name]) => name)
      .filter((name) => !["Errors", "Throttles", "ConcurrentExecutions"].includes(name ?? "")); // Lambda's own
    expect(widgets.length).toBeGreaterThan(0);
    expect(shown.length).toBeGreaterThan(5);
    expect(Object.keys(METRICS)).toEqual(expect.arrayContaining(shown));
    expect(board).toContain("{chatgate,Stage,Decision}");
  });
});

describe("saved queries", () => {
  type Query = { readonly Properties: { readonly Name: string; readonly QueryString: string } };
  const queries = Object.values(
    readYaml("serverless/queries.yml").saved.Resources as Record<string, Query>,
  ).map(({ Properties }) => ({
    name: Properties.Name.replace("chatgate/${sls:stage}/", ""),
    text: Properties.QueryString,
  }));

  test("answer what is asked of the log", () => {
    expect(queries.map(({ name }) => name)).toEqual([
      "refusals by rule",
      "shadow by rule",
      "errors by rule",
      "who runs into limits",
      "one account",
      "one request",
      "faults, unreadable requests and drift",
      "slowest",
      "requests by command",
    ]);
  });

  testRows(queries, "$name: reads fields that the audit line has", async ({ text }) => {
    const { gate, outcomes, contexts } = createTestGate({
      policies: { p: { rules: [{ id: "r", on: "*.CallbackBefore*", when: 'name != ""', deny: {} }] } },
    });
    const body = { Operator_Account: "u", Type: "Public", Name: "n", EventTime: 1, New: 1 };
    await gate(createCallbackEvent({ body }), "r");
    const [outcome] = outcomes;
    const [context] = contexts;
    if (outcome === undefined || context === undefined) throw new Error("no outcome");
    const line = JSON.parse(formatAuditLine(outcome, context, 0.5));
    const known = new Set([
      ...Object.keys(line),
      ...["reason", "detail"], // of other endings
      ...Object.keys(line.effects[0]).map((key) => `effect.${key}`),
      ...["effect.error", "effect.limit.used", "effect.limit.max"], // of other effects
      ...["facets.operator", "facets.sender", "effects.0.rule", "effects.0.effect", "drift.0", "drift.1"],
    ]);
    const named = text
      .split("\n")
      .filter((part) => !part.startsWith("#"))
      .flatMap((part) => /^(?:\| )?(?:filter|fields|stats .* by|sort) (.*)$/.exec(part)?.[1] ?? [])
      .flatMap(
        (part) =>
          part.replace(/"(?:\\.|[^"\\])*"|\/[^/]*\//g, "").match(/(?<![@\w.])[a-z][\w.]*(?!\w*\()/g) ?? [],
      )
      .filter(
        (name) =>
          !/^(and|or|in|like|as|by|asc|desc|line|count|effects?|errors|refusals|requests|latest)$/.test(name),
      );
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});
