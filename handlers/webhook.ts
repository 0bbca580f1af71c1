import type { APIGatewayProxyResult } from "aws-lambda";

export async function handler(): Promise<APIGatewayProxyResult> {
  return {
    statusCode: 200,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}',
  };
}
