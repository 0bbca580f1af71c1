import type { WordList } from "../../text/word-list.ts";
import { computeBlockRange, type IpAddress, parseIpAddress } from "./ip-address.ts";
import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";

/** Addresses from `first` to `last`, both inclusive. */
type Block = { readonly first: IpAddress; readonly last: IpAddress; readonly entry: string };

function parseBlock(entry: string): Block | undefined {
  const [written = "", prefix, ...rest] = entry.split("/");
  const address = parseIpAddress(written);
  if (address === undefined || rest.length > 0) return undefined;
  const bits = written.includes(":") ? 128 : 32;
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)) return undefined;
  const [first, last] = computeBlockRange(address, 128 - bits + Number(prefix ?? bits));
  return { first, last, entry };
}

/**
 * Sorted. Two blocks either do not overlap or one contains the other, and then only the larger is kept; if both begin with
 * one address, both may be, the larger last.
 */
function sortBlocks(entries: readonly string[]): readonly Block[] {
  const blocks = entries.map(parseBlock).filter((block) => block !== undefined);
  blocks.sort((a, b) => compareAddresses(a.first, b.first));
  let last: IpAddress = "";
  return blocks.filter((block) => {
    if (block.last <= last) return false;
    last = block.last;
    return true;
  });
}

function compareAddresses(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/** For a binary search, and for parsing the address. */
const SEARCH_STEPS = 80;

const sorted = new WeakMap<WordList, readonly Block[]>();

/** The largest block of the list that contains the address. */
function findBlock(text: string, list: WordList): Block | undefined {
  const address = parseIpAddress(text);
  if (address === undefined) return undefined;
  let blocks = sorted.get(list);
  if (blocks === undefined) {
    blocks = sortBlocks(list.entries);
    // Stryker disable next-line CallExpression: blocks that are sorted again are only slower
    sorted.set(list, blocks);
  }
  let low = 0;
  let high = blocks.length; // the first block that begins after the address
  while (low < high) {
    const middle = (low + high) >> 1;
    const { first } = blocks[middle] as Block; // middle < high, which is at most their number
    if (first <= address) low = middle + 1;
    else high = middle;
  }
  const block = blocks[low - 1];
  return block !== undefined && address <= block.last ? block : undefined;
}

export const inCidr: PolicyFunction = {
  name: "inCidr",
  signature: "string.inCidr(WordList): bool",
  call: (_: unknown, address: string, list: WordList) => findBlock(address, list) !== undefined,
  cost: () => SEARCH_STEPS,
  worstCost: () => SEARCH_STEPS,
  check: ({ constant }) => {
    if (constant === undefined) return undefined;
    const { entries } = constant as WordList; // the signature takes no other constant
    const token = entries.find((entry) => parseBlock(entry) === undefined);
    return token === undefined ? undefined : { reason: "bad-network", argument: 0, token };
  },
  match: (_: unknown, address: string, list: WordList) => {
    const block = findBlock(address, list);
    return block && { entry: block.entry };
  },
};

export const inCidrDocs: FunctionDocs = {
  about:
    "Whether the IP address is in the list, or in one of its CIDR blocks (`10.0.0.0/8`, `2001:db8::/32`).",
  example: "clientIp.inCidr(lists.office)",
};
