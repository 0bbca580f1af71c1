/**
 * Finds which of many terms occur in a text, in time linear in the text for any number of terms.
 *
 * Every term is filed under a rolling hash of all of it. A second table, the guard, tells for the hash of a prefix (up
 * to four units) which lengths the terms with that prefix have. At each place of the text the guard most often says
 * "none"; otherwise one look-up per length answers, so that terms that share a prefix cost by their lengths, not by
 * their number. Two integers a term in typed arrays: no trie, nothing to build per character.
 */
export type TermIndex = {
  /**
   * The first place from `from` on where an accepted term occurs, and the longest one there. `mayBegin` is called often
   * and must be cheap; `accepts` about few spans, though before the term is compared, which may prove another one.
   */
  readonly find: (
    text: HashedText,
    from: number,
    mayBegin: MayBegin,
    accepts: Accepts,
  ) => TermHit | undefined;
};
/** A text prepared for searches with any terms; from `hashText`. */
export type HashedText = {
  readonly text: string;
  /** Its UTF-16 units and a 0, so that no read is out of bounds: V8 reads these faster than those of a string. */
  readonly units: Uint16Array;
  /** The hash of its first units, for each number of units. */
  readonly sums: Int32Array;
};
type MayBegin = (start: number) => boolean;
type Accepts = (start: number, end: number) => boolean;
/** `term` is the place of the term in the list that was indexed: the first one, if several are equal. */
type TermHit = { readonly term: number; readonly start: number; readonly end: number };

const PREFIX = 4;
/** The lengths 1 to 30 have a bit each in the guard; the last bit stands for all longer ones. */
const LONG = 31;
/** Bits for the lengths that a prefix of this many units can belong to: shorter terms are their own prefix. */
const REACHED: readonly number[] = [0, 1 << 1, 1 << 2, 1 << 3, -1 << PREFIX];
const ALONE: readonly (readonly number[])[] = Array.from({ length: LONG }, (_, length) => [length]);
/** In a small table most slots of the guard would be taken, so it would exclude few places: 1,024 slots are 8 KB. */
const MIN_BITS = 10;
/** Odd and far from a power of two: the FNV prime. */
const MULTIPLIER = 0x01000193;

/** None of the terms may be empty. */
export function indexTerms(terms: readonly string[]): TermIndex {
  const bits = Math.max(MIN_BITS, 33 - Math.clz32(terms.length));
  const computeSlot = (hash: number) => Math.imul(hash, 0x9e3779b1) >>> (32 - bits); // Fibonacci hashing
  const hashes = new Int32Array(terms.length);
  const filed = new Int32Array(2 ** bits); // place + 1, or 0; linear probing
  const guard = new Int32Array(2 ** bits);
  const beginnings = new Uint8Array(64 * 64); // by the low six bits of a term's first two units
  const prefixes = new Set<number>();
  const longLengths = new Set<number>();

  const findSlot = (hash: number, term: string): number => {
    let slot = computeSlot(hash);
    for (let at = filed[slot] ?? 0; at !== 0; at = filed[slot] ?? 0) {
      if (hashes[at - 1] === hash && terms[at - 1] === term) break;
      slot = (slot + 1) & (filed.length - 1);
    }
    return slot;
  };

  for (const [at, term] of terms.entries()) {
    const prefix = Math.min(PREFIX, term.length);
    const first = (term.charCodeAt(0) & 63) << 6;
    if (term.length === 1) beginnings.fill(1, first, first + 64);
    else beginnings[first | (term.charCodeAt(1) & 63)] = 1;
    let hash = 0;
    let guarded = 0;
    for (let unit = 0; unit < term.length; unit++) {
      hash = appendToHash(hash, term.charCodeAt(unit));
      if (unit + 1 === prefix) guarded = computeSlot(hash);
    }
    hashes[at] = hash;
    const slot = findSlot(hash, term);
    if (filed[slot] !== 0) continue;
    filed[slot] = at + 1;
    guard[guarded] = (guard[guarded] ?? 0) | (1 << Math.min(LONG, term.length));
    prefixes.add(prefix);
    if (term.length >= LONG) longLengths.add(term.length);
  }
  const prefixLengths = [...prefixes].sort((a, b) => b - a);
  const longestFirst = [...longLengths].sort((a, b) => b - a);
  const powers = listPowers(longestFirst[0] ?? LONG);

  const termAt = ({ text, sums }: HashedText, start: number, end: number, accepts: Accepts): number => {
    const hash = ((sums[end] ?? 0) - Math.imul(sums[start] ?? 0, powers[end - start] ?? 0)) | 0;
    let slot = computeSlot(hash);
    for (let at = filed[slot] ?? 0; at !== 0; at = filed[slot] ?? 0) {
      const term = terms[at - 1];
      if (hashes[at - 1] === hash && term?.length === end - start) {
        if (!accepts(start, end)) return -1;
        if (text.startsWith(term, start)) return at - 1;
      }
      slot = (slot + 1) & (filed.length - 1);
    }
    return -1;
  };

  const find: TermIndex["find"] = (hashed, from, mayBegin, accepts) => {
    const { units, sums } = hashed;
    const textLength = units.length - 1;
    for (let start = from; start < textLength; start++) {
      const beginning = (((units[start] ?? 0) & 63) << 6) | ((units[start + 1] ?? 0) & 63);
      if (beginnings[beginning] === 0) continue;
      const before = sums[start] ?? 0;
      for (let at = 0; at < prefixLengths.length; at++) {
        const prefix = prefixLengths[at] ?? 0;
        if (start + prefix > textLength) continue;
        const hash = ((sums[start + prefix] ?? 0) - Math.imul(before, powers[prefix] ?? 0)) | 0;
        const guarded = guard[computeSlot(hash)] ?? 0;
        if (guarded === 0) continue;
        let lengths = guarded & (REACHED[prefix] ?? 0);
        if (lengths !== 0 && !mayBegin(start)) break;
        while (lengths !== 0) {
          const length = 31 - Math.clz32(lengths);
          lengths &= ~(1 << length);
          for (const exact of length === LONG ? longestFirst : (ALONE[length] ?? [])) {
            const end = start + exact;
            const term = end > textLength ? -1 : termAt(hashed, start, end, accepts);
            if (term >= 0) return { term, start, end };
          }
        }
      }
    }
    return undefined;
  };
  return { find };
}

export function hashText(text: string): HashedText {
  const units = new Uint16Array(text.length + 1);
  const sums = new Int32Array(text.length + 1);
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    units[at] = unit;
    sum = appendToHash(sum, unit);
    sums[at + 1] = sum;
  }
  return { text, units, sums };
}

/** A unit counts one more than its code, so that a NUL changes the hash too. */
function appendToHash(hash: number, code: number): number {
  return (Math.imul(hash, MULTIPLIER) + code + 1) | 0;
}

function listPowers(length: number): Int32Array {
  const powers = new Int32Array(length + 1).fill(1);
  for (let at = 1; at <= length; at++) powers[at] = Math.imul(powers[at - 1] ?? 1, MULTIPLIER);
  return powers;
}
