import { commands } from "../../lib/commands/generated/index.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { createTestParameters } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const upstream = { url: "https://backend.example.com/chat", on: "*" };

testRows<{ name: string; settings: Readonly<Record<string, unknown>>; expected: readonly object[] }>(
  [
    {
      name: "all in order",
      settings: { events: [{ on: ["Group.*", "Sns.*"], to: "queue" }], upstream },
      expected: [],
    },
    {
      name: "patterns that no command fits",
      settings: {
        events: [
          { on: "Grup.*", to: "queue" },
          { on: ["*", "Nope"], to: "log" },
        ],
        upstream: { ...upstream, on: ["Chat.*"] },
      },
      expected: [
        { code: "pattern-unmatched", path: ["events", 0, "on"], token: "Grup.*" },
        { code: "pattern-unmatched", path: ["events", 1, "on", 1], token: "Nope" },
        { code: "pattern-unmatched", path: ["upstream", "on", 0], token: "Chat.*" },
      ],
    },
    {
      name: "a destination that is none, and one that is there twice",
      settings: {
        events: [
          { on: "*", to: "https://10.0.0.1/" },
          { on: "*", to: "queue" },
          { on: "*", to: "queue" },
        ],
      },
      expected: [
        { code: "destination-invalid", path: ["events", 0, "to"], details: { fault: "url-host-private" } },
        { code: "event-rule-repeated", path: ["events", 2] },
      ],
    },
    {
      name: "no authentication",
      settings: { authentication: "off", events: [{ on: "*", to: "queue" }] },
      expected: [{ code: "events-unauthenticated", path: ["events", 0, "to"], token: "queue" }],
    },
    {
      name: "an upstream on a private address",
      settings: { upstream: { ...upstream, url: "http://10.0.0.1/chat" } },
      expected: [
        { code: "destination-invalid", path: ["upstream", "url"], details: { fault: "url-invalid" } },
      ],
    },
    {
      name: "the same, stated",
      settings: { upstream: { ...upstream, url: "http://10.0.0.1/chat", allowPrivateAddress: true } },
      expected: [],
    },
    {
      name: "an upstream that is waited for longer than Chat waits",
      settings: { upstream: { ...upstream, timeoutMs: 2000 } },
      expected: [{ code: "number-too-large", path: ["upstream", "timeoutMs"] }],
    },
  ],
  ({ settings, expected }) => {
    const { diagnostics } = checkSet(createTestParameters({ settings }), commands, sha256);
    expect(diagnostics).toMatchObject(expected);
    expect(diagnostics).toHaveLength(expected.length);
  },
);
