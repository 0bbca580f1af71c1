import { readFileSync } from "node:fs";
import { parse } from "yaml";

const { Resources } = parse(readFileSync("serverless/events.yml", "utf8"), { merge: true });
const ofType = (type: string) =>
  Object.values(Resources as Record<string, { Type: string; Properties: Record<string, unknown> }>) // CloudFormation's
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);

test("the queue keeps events for 14 days, and gives them up to another one after five attempts", () => {
  const day = 24 * 60 * 60;
  for (const queue of ofType("AWS::SQS::Queue"))
    expect(queue).toMatchObject({ MessageRetentionPeriod: 14 * day, SqsManagedSseEnabled: true });
  expect(Resources.EventQueue.Properties.RedrivePolicy).toEqual({
    deadLetterTargetArn: { "Fn::GetAtt": ["EventDeadLetterQueue", "Arn"] },
    maxReceiveCount: 5,
  });
});

test("the function may send to this queue, and do nothing else with it", () => {
  const statements = ofType("AWS::IAM::Policy").map(({ PolicyDocument }) => PolicyDocument);
  expect(statements).toEqual([
    {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "sqs:SendMessage", Resource: { "Fn::GetAtt": ["EventQueue", "Arn"] } },
      ],
    },
  ]);
});

test("alarms on what waits, what was given up and what was not delivered", () => {
  const alarms = ofType("AWS::CloudWatch::Alarm").map(({ Namespace, MetricName, Threshold }) => [
    Namespace,
    MetricName,
    Threshold,
  ]);
  expect(alarms).toEqual([
    ["AWS/SQS", "ApproximateAgeOfOldestMessage", 900],
    ["AWS/SQS", "ApproximateNumberOfMessagesVisible", 1],
    ["chatgate", "Undelivered", 1],
    ["chatgate", "EventsLost", 1],
    ["chatgate", "UpstreamFailed", 10],
  ]);
});
