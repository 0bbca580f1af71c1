import { Environment } from "@marcbachmann/cel-js";
import * as z from "zod/mini";
import { ssmSource } from "../../lib/store/ssm.ts";

const { env } = process;

/** Signed reads over HTTP, one schema and one expression, as little of each as makes them load. */
const read = ssmSource({
  path: "/chatgate/bench",
  region: env.AWS_REGION ?? "",
  ...(env.AWS_ENDPOINT_URL_SSM ? { endpoint: env.AWS_ENDPOINT_URL_SSM } : {}),
  credentials: () => ({
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
  }),
}).read();
const schema = z.strictObject({ rules: z.array(z.looseObject({ id: z.string() })) });
const program = new Environment().registerVariable("name", "string").parse('name == "a"');

export async function handler() {
  const { kind } = await read;
  const parsed = schema.safeParse({ rules: [{ id: "a" }] }).success && program({ name: "a" });
  return { statusCode: 200, body: JSON.stringify({ ErrorCode: kind === "read" && parsed ? 10101 : 0 }) };
}
