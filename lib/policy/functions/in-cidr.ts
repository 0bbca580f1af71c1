import { BlockList, isIP } from "node:net";
import type { WordList } from "../../text/word-list.ts";
import { type ListValue, listFault, type PolicyFunction } from "./policy-function.ts";

const blocks = new WeakMap<WordList, BlockList>();

const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** What is wrong with an entry, or nothing. */
function entryFault(entry: string): string | undefined {
  const [address = "", prefix, ...rest] = entry.split("/");
  const bits = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) === 0 || address.includes("%") || rest.length > 0)
    return `"${entry}" is not an address or a block such as 10.0.0.0/8`;
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
    return `"${entry}": the part after / is a number from 0 to ${bits}`;
  return undefined;
}

function blockOf(entries: readonly string[]): BlockList {
  const block = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    const family = familyOf(address);
    block.addSubnet(address, Number(prefix ?? (family === "ipv6" ? 128 : 32)), family);
  }
  return block;
}

function blockOfList(list: WordList): BlockList {
  let block = blocks.get(list);
  if (block === undefined) {
    block = blockOf(list.entries);
    blocks.set(list, block);
  }
  return block;
}

export const inCidr: PolicyFunction = {
  name: "inCidr",
  signature: "string.inCidr(WordList): bool",
  about: "Whether the address is one of the list's, or in one of its blocks (`10.0.0.0/8`, `2001:db8::/32`).",
  example: "clientIp.inCidr(lists.office)",
  call: (address: string, { list }: ListValue) => blockOfList(list).check(address, familyOf(address)), // false for what is no address
  check: ([argument]) => {
    if (typeof argument !== "object" || !("list" in argument)) return listFault(argument);
    const { name, entries } = argument.list;
    const fault = entries.map(entryFault).find((one) => one !== undefined);
    return fault === undefined ? undefined : `lists/${name}: ${fault}`;
  },
  match: (address, list) => {
    const entry = list.entries.find((one) => blockOf([one]).check(address, familyOf(address)));
    return entry === undefined ? undefined : { entry };
  },
};
