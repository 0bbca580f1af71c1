import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readRequest } from "../../tools/read-request.ts";

export type Item = Readonly<Record<string, { readonly N?: string; readonly S?: string }>>;
type Input = {
  readonly Key: { readonly k: { readonly S: string } };
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Readonly<Record<string, { readonly N: string }>>;
  readonly ReturnValuesOnConditionCheckFailure?: string;
  readonly ReturnValues?: string;
};
/** `after`: the call is carried out, then its answer is lost. */
export type ModelFault =
  | { readonly kind: "error"; readonly status: number; readonly body: object | string }
  | { readonly kind: "hang" | "reset" | "reset-after" };

export type TableModel = {
  readonly url: string;
  readonly items: Map<string, Item>;
  /** The actions asked for, in order. */
  readonly calls: { readonly action: string; readonly input: Readonly<Record<string, unknown>> }[];
  /** Asked before every call. */
  fault: (action: string) => ModelFault | undefined;
  readonly close: () => Promise<void>;
};

/** DynamoDB over HTTP on loopback, as far as limits use it: numbers, conditional updates, transactions. */
export async function startTableModel(): Promise<TableModel> {
  const items = new Map<string, Item>();
  const calls: TableModel["calls"] = [];
  const server = createServer(async (request, response) => {
    const body = await readRequest(request);
    if (body === undefined) return;
    const action = String(request.headers["x-amz-target"]).replace("DynamoDB_20120810.", "");
    const input = JSON.parse(body.toString("utf8"));
    calls.push({ action, input });
    const fault = model.fault(action);
    if (fault?.kind === "hang") return;
    if (fault?.kind === "reset") return request.socket.destroy();
    if (fault?.kind === "error") return sendAnswer(response, fault.status, fault.body);
    const [status, answer] = answerTable(items, action, input);
    if (fault?.kind === "reset-after") return request.socket.destroy();
    sendAnswer(response, status, answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const model: TableModel = {
    url: `http://127.0.0.1:${port}`,
    items,
    calls,
    fault: () => undefined,
    close: () => closeServer(server),
  };
  return model;
}

/** The status and body of one call. */
export function answerTable(
  items: Map<string, Item>,
  action: string,
  input: unknown,
): readonly [number, object] {
  switch (action) {
    case "GetItem":
      return [200, { Item: items.get(readKey(input)) }];
    case "DeleteItem":
      items.delete(readKey(input));
      return [200, {}];
    case "UpdateItem": {
      const update = input as Input; // what lib/limits sends
      const before = items.get(update.Key.k.S);
      const fault = findUnused(update);
      if (fault !== undefined) return [400, { __type: "ValidationException", message: fault }];
      if (!holdsCondition(update, before))
        return [
          400,
          { __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", Item: before },
        ];
      items.set(update.Key.k.S, applyUpdate(update, before));
      return [200, update.ReturnValues === "ALL_OLD" ? { Attributes: before } : {}];
    }
    case "TransactWriteItems": {
      const updates = (input as { TransactItems: { Update: Input }[] }).TransactItems.map(
        ({ Update }) => Update,
      );
      const keys = new Set(updates.map(({ Key }) => Key.k.S));
      const fault = keys.size < updates.length ? "one item twice" : updates.map(findUnused).find(Boolean);
      if (fault !== undefined) return [400, { __type: "ValidationException", message: fault }];
      const reasons = updates.map((update) => {
        const before = items.get(update.Key.k.S);
        return holdsCondition(update, before)
          ? { Code: "None" }
          : { Code: "ConditionalCheckFailed", Item: before };
      });
      if (reasons.some(({ Code }) => Code !== "None"))
        return [
          400,
          {
            __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
            CancellationReasons: reasons,
          },
        ];
      for (const update of updates) items.set(update.Key.k.S, applyUpdate(update, items.get(update.Key.k.S)));
      return [200, {}];
    }
    default:
      return [400, { __type: "UnknownOperationException" }];
  }
}

function holdsCondition(input: Input, item: Item | undefined): boolean {
  const tokens = input.ConditionExpression.match(/[#:]?\w+|<=|>=|[<>=(),]/g) ?? [];
  let at = 0;
  const next = () => tokens[at++] ?? "";
  const result = readOr();
  if (at !== tokens.length) throw new Error(`not read: ${tokens.slice(at).join(" ")}`);
  return result;

  function readOr(): boolean {
    let value = readAnd();
    while (tokens[at] === "OR") {
      next();
      value = readAnd() || value;
    }
    return value;
  }
  function readAnd(): boolean {
    let value = readPrimary();
    while (tokens[at] === "AND") {
      next();
      value = readPrimary() && value;
    }
    return value;
  }
  function readPrimary(): boolean {
    const token = next();
    if (token === "(") {
      const value = readOr();
      next();
      return value;
    }
    if (token === "attribute_not_exists") {
      next();
      const name = next();
      next();
      return item?.[readName(input, name)] === undefined;
    }
    const left = Number(item?.[readName(input, token)]?.N ?? Number.NaN); // NaN compares false, as absence does
    const operator = next();
    const right = readNumber(input, next());
    const results = { "=": left === right, "<": left < right, "<=": left <= right, ">": left > right };
    return results[operator as keyof typeof results]; // the operators that are used
  }
}

function applyUpdate(input: Input, before: Item | undefined): Item {
  const item: Record<string, { N?: string; S?: string }> = { ...before, ...input.Key };
  for (const [, clause, text = ""] of input.UpdateExpression.matchAll(
    /(ADD|SET|REMOVE) (.*?)(?= SET| REMOVE|$)/g,
  )) {
    for (const part of text.split(/, (?=#)/)) {
      const [name = "", ...rest] = part.replace(" = ", " ").split(" ");
      const attribute = readName(input, name);
      const old = before?.[attribute]?.N;
      if (clause === "REMOVE") delete item[attribute];
      else if (clause === "ADD")
        item[attribute] = { N: String(Number(old ?? 0) + readNumber(input, rest[0])) };
      else if (!rest[0]?.startsWith("if_not_exists") || old === undefined)
        item[attribute] = { N: String(readNumber(input, /:\w+/.exec(rest.join(" "))?.[0])) };
    }
  }
  return item;
}

const readKey = (input: unknown) => (input as Pick<Input, "Key">).Key.k.S; // what lib/limits sends

/** DynamoDB refuses names and values that no expression uses, and undeclared ones. */
function findUnused(input: Input): string | undefined {
  const used = new Set(`${input.UpdateExpression} ${input.ConditionExpression}`.match(/[#:]\w+/g));
  const declared = [
    ...Object.keys(input.ExpressionAttributeNames),
    ...Object.keys(input.ExpressionAttributeValues),
  ];
  return declared.find((name) => !used.has(name)) ?? [...used].find((name) => !declared.includes(name));
}

function readName(input: Input, name: string): string {
  return input.ExpressionAttributeNames[name] ?? name;
}

function readNumber(input: Input, name = ""): number {
  return Number(input.ExpressionAttributeValues[name]?.N);
}

function sendAnswer(response: ServerResponse, status: number, body: object | string): void {
  response.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}
