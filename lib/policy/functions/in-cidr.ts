import type { WordList } from "../../text/word-list.ts";
import { blockRange, type IpAddress, parseIpAddress } from "./ip-address.ts";
import { type ListValue, listFault, type PolicyFunction } from "./policy-function.ts";

/** Addresses from `first` to `last`, both inclusive. */
type Block = { readonly first: IpAddress; readonly last: IpAddress; readonly entry: string };

/** A text says what is wrong with the entry. */
function parseBlock(entry: string): Block | string {
  const [written = "", prefix, ...rest] = entry.split("/");
  const address = parseIpAddress(written);
  if (address === undefined || rest.length > 0)
    return `"${entry}" is not an address or a block such as 10.0.0.0/8`;
  const bits = written.includes(":") ? 128 : 32;
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
    return `"${entry}": the part after / is a number from 0 to ${bits}`;
  const [first, last] = blockRange(address, 128 - bits + Number(prefix ?? bits));
  return { first, last, entry };
}

/** In order and apart: of two blocks one holds the other or they are apart, and only the wider one is kept. */
function sortBlocks(entries: readonly string[]): readonly Block[] {
  const blocks = entries.map(parseBlock).filter((block) => typeof block !== "string");
  blocks.sort((a, b) => compare(a.first, b.first) || compare(b.last, a.last));
  let last: IpAddress | undefined;
  return blocks.filter((block) => {
    if (last !== undefined && block.last <= last) return false;
    last = block.last;
    return true;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

const sorted = new WeakMap<WordList, readonly Block[]>();

/** The widest entry of the list that holds the address. */
function findBlock(text: string, list: WordList): Block | undefined {
  const address = parseIpAddress(text);
  if (address === undefined) return undefined;
  let blocks = sorted.get(list);
  if (blocks === undefined) {
    blocks = sortBlocks(list.entries);
    sorted.set(list, blocks);
  }
  let low = 0;
  let high = blocks.length; // the first block that begins after the address
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.first ?? "") <= address) low = middle + 1;
    else high = middle;
  }
  const block = blocks[low - 1];
  return block !== undefined && address <= block.last ? block : undefined;
}

export const inCidr: PolicyFunction = {
  name: "inCidr",
  signature: "string.inCidr(WordList): bool",
  about: "Whether the address is one of the list's, or in one of its blocks (`10.0.0.0/8`, `2001:db8::/32`).",
  example: "clientIp.inCidr(lists.office)",
  call: (address: string, { list }: ListValue) => findBlock(address, list) !== undefined,
  check: ([argument]) => {
    if (typeof argument !== "object" || !("list" in argument)) return listFault(argument);
    const { name, entries } = argument.list;
    const fault = entries.map(parseBlock).find((block) => typeof block === "string");
    return fault === undefined ? undefined : `lists/${name}: ${fault}`;
  },
  match: (address, list) => {
    const block = findBlock(address, list);
    return block && { entry: block.entry };
  },
};
