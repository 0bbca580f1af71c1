/**
 * An address as eight units of 16 bits, most significant first, so that `<` orders addresses as numbers are ordered.
 * IPv4 addresses are mapped to IPv6, at ::ffff:0:0/96. `undefined`: the text is not an address.
 */
export type IpAddress = string;

const V4_PREFIX = "\0\0\0\0\0\uffff";

export function parseIpAddress(text: string): IpAddress | undefined {
  if (text.length > 45) return undefined; // the longest spelling
  return text.includes(":") ? parseV6(text) : parseV4(text, V4_PREFIX);
}

/** `bits`: of 128, how many of the first ones belong to the block. */
export function computeBlockRange(
  address: IpAddress,
  bits: number,
): readonly [first: IpAddress, last: IpAddress] {
  let first = "";
  let last = "";
  for (let unit = 0; unit < 8; unit++) {
    const host = 0xffff >> Math.min(16, Math.max(0, bits - unit * 16));
    const code = address.charCodeAt(unit);
    first += String.fromCharCode(code & ~host);
    last += String.fromCharCode(code | host);
  }
  return [first, last];
}

/** Four decimal numbers without leading zeros. */
function parseV4(text: string, before: string): IpAddress | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const bytes = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  const [a = 256, b = 256, c = 256, d = 256] = bytes;
  if (Math.max(a, b, c, d) > 255) return undefined;
  return before + String.fromCharCode((a << 8) | b, (c << 8) | d);
}

/** RFC 4291: groups of up to four hexadecimal digits, one `::` for one or more zero groups, an IPv4 tail. */
function parseV6(text: string): IpAddress | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = "", tail] = halves;
  const after = parseGroups(tail ?? head);
  const before = tail === undefined ? "" : parseGroups(head, false);
  if (after === undefined || before === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return before + "\0".repeat(missing) + after;
}

function parseGroups(text: string, mayEndInV4 = true): string | undefined {
  if (text === "") return "";
  let units = "";
  const groups = text.split(":");
  for (const [place, group] of groups.entries()) {
    if (mayEndInV4 && place === groups.length - 1 && group.includes(".")) return parseV4(group, units);
    if (!/^[\da-f]{1,4}$/i.test(group)) return undefined;
    units += String.fromCharCode(Number.parseInt(group, 16));
  }
  return units;
}
