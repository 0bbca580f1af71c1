import { writeEvent } from "../../../lib/records/event.ts";
import { createHttpsDestination, decodeSecret, signWebhook } from "../../../lib/sinks/destinations/https.ts";
import {
  createPostWebhook,
  isPublicAddress,
  type WebhookOptions,
} from "../../../lib/sinks/destinations/post-webhook.ts";
import { chatEvent } from "../../support/event.ts";
import { startLoopback } from "../../support/loopback.ts";
import { testRows } from "../../support/table.ts";
import { startTimer } from "../../support/wait-for.ts";

const text = writeEvent(chatEvent);

/** From the reference libraries of Standard Webhooks (standard-webhooks/standard-webhooks, "sign function works"). */
test("the published vector of Standard Webhooks", () => {
  const key = decodeSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  expect(signWebhook(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')).toBe(
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  );
  expect(decodeSecret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).toEqual(key);
});

type Answer = Parameters<typeof startLoopback>[0];
const anywhere = { now: Date.now, isAllowed: () => true };

/** Sends the event to a server that answers so. */
async function sendTo(
  answer: Answer,
  options: Partial<WebhookOptions> = {},
  host = "127.0.0.1",
  budget = 5_000,
) {
  const loopback = await startLoopback(answer);
  const post = createPostWebhook({ ...anywhere, ...options });
  const url = `http://${host}:${loopback.port}/hook`;
  const secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2Vjb25k"];
  const destination = createHttpsDestination("hook", url, async () => secrets, {
    post,
    now: () => 1614265330_000,
  });
  const isLate = startTimer(5 * budget);
  const delivery = await destination.send(chatEvent, text, Date.now() + budget);
  await loopback.close();
  return { delivery, received: loopback.received, isLate: isLate() };
}

test("the request carries the event's id, the time, and a signature by each secret", async () => {
  const { delivery, received } = await sendTo((_, response) => response.writeHead(204).end());
  expect(delivery).toEqual({ kind: "taken" });
  expect(received).toMatchObject([{ method: "POST", url: "/hook", body: text }]);
  expect(received[0]?.headers).toMatchObject({
    "content-type": "application/cloudevents+json; charset=utf-8",
    "webhook-id": chatEvent.id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2Vjb25k"]
      .map((secret) => signWebhook(decodeSecret(secret), chatEvent.id, 1614265330, text))
      .join(" "),
  });
});

const refused = (reason: string, again: boolean) => ({ kind: "refused", reason, again });

testRows(
  [
    { name: "410", status: 410, delivery: refused("http-410", false) },
    { name: "429", status: 429, delivery: refused("http-429", true) },
    { name: "502", status: 502, delivery: refused("http-502", true) },
    { name: "302, which is not followed", status: 302, delivery: refused("http-302", false) },
  ],
  "an answer of $name",
  async ({ status, delivery }) => {
    const sent = await sendTo((_, response) => response.writeHead(status, { Location: "/elsewhere" }).end());
    expect(sent.delivery).toEqual(delivery);
    expect(sent.received).toHaveLength(1);
  },
);

testRows<{ name: string; answer: Answer; delivery: object; budget?: number }>(
  [
    { name: "that never comes", answer: () => {}, delivery: refused("ETIMEDOUT", true), budget: 200 },
    {
      name: "that is a reset",
      answer: (_, response) => response.destroy(),
      delivery: refused("ECONNRESET", true),
    },
    {
      name: "whose body never ends, once its status is there",
      answer: (_, response) => {
        response.writeHead(200);
        response.write("x");
      },
      delivery: { kind: "taken" },
      budget: 1_500,
    },
    {
      name: "whose body breaks off",
      answer: (_, response) => {
        response.writeHead(200, { "Content-Length": 100 });
        response.write("x");
        setTimeout(() => response.destroy(), 10);
      },
      delivery: { kind: "taken" },
    },
  ],
  "an answer $name",
  async ({ answer, delivery, budget }) => {
    const sent = await sendTo(answer, {}, "127.0.0.1", budget);
    expect(sent.delivery).toEqual(delivery);
    expect(sent.isLate).toBe(false);
  },
);

test("no more of an answer is received than its bound", async () => {
  let written = 0;
  const sent = await sendTo((_, response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(16 * 1024);
    const fill = () => {
      while (!response.destroyed && written < 64 * 1024 * 1024) {
        written += chunk.length;
        if (!response.write(chunk)) return void response.once("drain", fill);
      }
    };
    fill();
  });
  expect(sent.delivery).toEqual({ kind: "taken" });
  expect(written).toBeLessThan(16 * 1024 * 1024);
});

const resolvesTo = (...addresses: readonly string[]) =>
  ((_host: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    )) as unknown as NonNullable<WebhookOptions["lookup"]>; // the one overload that is called

testRows(
  [
    { name: "to a private address", found: ["10.0.0.1"] },
    { name: "to a public and a private one", found: ["93.184.215.14", "127.0.0.1"] },
    { name: "to the metadata service", found: ["169.254.169.254"] },
    { name: "to a mapped address", found: ["::ffff:127.0.0.1"] },
    { name: "to nothing", found: [] },
  ],
  "a name that resolves $name is not connected to",
  async ({ found }) => {
    const options = { isAllowed: isPublicAddress, lookup: resolvesTo(...found) };
    const { delivery, received } = await sendTo(
      (_, response) => response.end(),
      options,
      "hooks.example.com",
    );
    expect(delivery).toEqual(refused("private-address", false));
    expect(received).toEqual([]);
  },
);

test("an address in the URL is looked at, too", async () => {
  const { delivery, received } = await sendTo((_, response) => response.end(), {
    isAllowed: isPublicAddress,
  });
  expect([delivery, received]).toEqual([refused("private-address", false), []]);
});

test("a name is connected to where it was seen to lead", async () => {
  const { delivery, received } = await sendTo(
    (_, response) => response.end(),
    { lookup: resolvesTo("127.0.0.1") },
    "hooks.example.com",
  );
  expect(delivery).toEqual({ kind: "taken" });
  expect(received[0]?.headers.host).toMatch(/^hooks\.example\.com:/);
});

testRows(
  [
    { address: "0.0.0.0" },
    { address: "10.1.2.3" },
    { address: "100.64.0.1" },
    { address: "127.9.9.9" },
    { address: "169.254.169.254" },
    { address: "172.16.0.1" },
    { address: "172.31.255.255" },
    { address: "192.168.1.1" },
    { address: "198.18.0.1" },
    { address: "224.0.0.1" },
    { address: "255.255.255.255" },
    { address: "::" },
    { address: "::1" },
    { address: "::ffff:8.8.8.8" },
    { address: "fe80::1" },
    { address: "fc00::1" },
    { address: "fd12::1" },
    { address: "ff02::1" },
    { address: "64:ff9b::7f00:1" },
    { address: "2002:7f00:1::" },
    { address: "2001::1" },
    { address: "2001:db8::1" },
    { address: "example.com" },
  ],
  "$address is not public",
  ({ address }) => {
    expect(isPublicAddress(address)).toBe(false);
  },
);

testRows(
  [
    { address: "8.8.8.8" },
    { address: "172.32.0.1" },
    { address: "100.128.0.1" },
    { address: "2606:4700::1111" },
    { address: "2001:4860:4860::8888" },
  ],
  "$address is public",
  ({ address }) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);
