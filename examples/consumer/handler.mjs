// The Lambda function: bundle it with esbuild, give it TABLE and dynamodb:PutItem, and connect it to the queue with
// ReportBatchItemFailures. The AWS SDK is part of Lambda's Node.js runtime.
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { createConsumer } from "./store-events.ts";

const client = new DynamoDBClient({});

export const handler = createConsumer(async ({ id, event }) => {
  const command = new PutItemCommand({
    TableName: process.env.TABLE,
    Item: { id: { S: id }, event: { S: JSON.stringify(event) } },
    ConditionExpression: "attribute_not_exists(id)",
  });
  try {
    await client.send(command);
    return "stored";
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return "exists";
    throw error;
  }
});
