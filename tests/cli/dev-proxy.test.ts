import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createDevProxy } from "../../cli/dev/proxy.ts";
import { testRows } from "../support/table.ts";

let proxy: Server;
const hosts: string[] = [];

beforeAll(async () => {
  proxy = createDevProxy({
    ...{ target: { port: 1, ready: Promise.resolve() }, hosts, routes: undefined },
    onExchange: () => {},
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  hosts.push(`127.0.0.1:${(proxy.address() as AddressInfo).port}`); // listens on TCP
});
afterAll(() => {
  proxy.closeAllConnections();
  proxy.close();
});

testRows(
  [
    { title: "the page that is not built", path: "/_playground/", refused: [404, "page-missing"] },
    {
      title: "a page for another machine",
      path: "/_playground/",
      headers: { "x-forwarded-for": "192.0.2.1" },
      refused: [403, "caller-remote"],
    },
    {
      title: "a body that API Gateway would not take",
      path: "/",
      body: "x".repeat(10_000_001),
      refused: [413, "body-unreadable"],
    },
    {
      title: "a callback while nothing listens behind",
      path: "/",
      body: "{}",
      refused: [502, "unexpected-fault"],
    },
  ],
  "refuses with a code: $title",
  async ({ path, headers = {}, body, refused: [status, code] }) => {
    const method = body === undefined ? "GET" : "POST";
    const answer = await fetch(`http://${hosts[0]}${path}`, { method, headers, ...(body && { body }) });
    const text = await answer.text();
    expect({ status: answer.status, text }).toEqual({
      status,
      text: expect.stringContaining(` [${code}]\n`),
    });
  },
);
