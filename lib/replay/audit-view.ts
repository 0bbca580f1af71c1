/** What replay reads of an audit line, whichever version wrote it. */
export type AuditView = {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly command: string;
  readonly platform: string | undefined;
  readonly sdkAppId: number | undefined;
  readonly outcome: string;
  readonly verdict: string;
  readonly code: number;
  /** The set that decided; `undefined` where nothing was pushed. */
  readonly set: string | undefined;
  /** Those that are not `pass`. */
  readonly effects: readonly AuditViewEffect[];
  /** Some effects were left out of the line. */
  readonly isCut: boolean;
  readonly facets: Readonly<Record<string, unknown>>;
  /** Facets that were left out because the line would have been too long. */
  readonly cutFacets: readonly string[];
  /** How many requests the line stands for. */
  readonly weight: number;
};

export type AuditViewEffect = {
  readonly rule: string;
  readonly effect: string;
  readonly target?: string;
  readonly facet?: string;
  readonly entry?: string;
  readonly error?: string;
};

/** `undefined`: a line of a request that no command's rules could have decided, or one that is not whole. */
export function viewAuditLine(fields: Readonly<Record<string, unknown>>): AuditView | undefined {
  const { requestId, command, outcome, decision, code, platform, sdkAppId, set, sample, more } = fields;
  const time = typeof fields.time === "string" ? Date.parse(fields.time) : Number.NaN;
  const effects = fields.effects ?? fields.rules ?? [];
  if (typeof requestId !== "string" || typeof command !== "string" || typeof decision !== "string") return;
  if (typeof outcome !== "string" || typeof code !== "number" || Number.isNaN(time)) return;
  if (!Array.isArray(effects) || !effects.every(isEffect)) return;
  return {
    ...{ requestId, time, command, outcome, verdict: decision, code },
    platform: typeof platform === "string" ? platform : undefined,
    sdkAppId: typeof sdkAppId === "number" ? sdkAppId : undefined,
    set: typeof set === "number" || typeof set === "string" ? String(set) : undefined,
    effects: effects.filter(({ effect }) => effect !== "pass"),
    isCut: typeof more === "number" && more > 0,
    facets: isRecord(fields.facets) ? fields.facets : {},
    cutFacets: Array.isArray(fields.cut) ? fields.cut.map(String) : [],
    weight: typeof sample === "number" && sample > 0 && sample < 1 ? Math.round(1 / sample) : 1,
  };
}

function isEffect(value: unknown): value is AuditViewEffect {
  return isRecord(value) && typeof value.rule === "string" && typeof value.effect === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Who did it, as the line names accounts. */
export function accountOfLine({ facets }: AuditView): string | undefined {
  return [facets.operator, facets.sender].find(
    (value): value is string => typeof value === "string" && value !== "",
  );
}
