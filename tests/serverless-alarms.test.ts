// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are serverless.yml's own variables
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { testRows } from "./support/table.ts";

const readYaml = (file: string) => parse(readFileSync(file, "utf8"), { merge: true });
const resources = {
  ...readYaml("serverless/alarms.yml").Resources,
  ...readYaml("serverless/silence.yml").watched.Resources,
};

testRows(
  [
    {
      name: "RuleErrorAlarm",
      says: { Namespace: "chatgate", MetricName: "RuleError", Threshold: 1, EvaluationPeriods: 1 },
    },
    {
      name: "RefusalsAlarm",
      says: { Namespace: "chatgate/${sls:stage}", MetricName: "Refusals", Threshold: "${param:refusals}" },
    },
    {
      name: "TooManyRequestsAlarm",
      says: { Namespace: "chatgate/${sls:stage}", MetricName: "TooManyRequests", Threshold: 1 },
    },
    { name: "ClockSkewAlarm", says: { MetricName: "ClockSkew", Statistic: "Maximum", Threshold: 50 } },
    {
      name: "PolicyAgeAlarm",
      says: { MetricName: "PolicyAge", Threshold: 900, EvaluationPeriods: 3, DatapointsToAlarm: 2 },
    },
    {
      name: "SilenceAlarm",
      says: { MetricName: "Authentic", Period: 3600, EvaluationPeriods: 24, TreatMissingData: "breaching" },
    },
    {
      name: "RefusalsFilter",
      says: {
        LogGroupName: { Ref: "WebhookLogGroup" },
        FilterPattern:
          '{ $.type = "audit" && ($.decision = "deny" || $.decision = "partial" || $.decision = "drop") }',
      },
    },
    {
      name: "TooManyRequestsFilter",
      says: { LogGroupName: { Ref: "HttpApiLogGroup" }, FilterPattern: '{ $.status = "429" }' },
    },
  ],
  ({ name, says }) => expect(resources[name]?.Properties).toMatchObject(says),
);

test("a stage with a domain of its own has no other endpoint", () => {
  const { own } = readYaml("serverless/endpoint.yml");
  expect(own.extensions.HttpApi.Properties).toEqual({ DisableExecuteApiEndpoint: true });
  expect(own.Resources.Domain.Properties).toMatchObject({
    DomainName: '${param:domain, ""}',
    DomainNameConfigurations: [{ CertificateArn: '${param:certificate, ""}', SecurityPolicy: "TLS_1_2" }],
  });
  expect(own.Resources.DomainMapping.Properties.ApiId).toEqual({ Ref: "HttpApi" });
});
