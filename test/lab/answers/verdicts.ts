// The verdicts on answers. The rule: an answer that lacks what a connected cluster has carries a warning, and is not
// cached; one that lacks nothing carries none. It yields in two cases only (`mayWarn`, `refused`).

/** What each question asks for: see questions.ts. */
export const SELECTORS = ["dead", "healthy", "all", "none", "labels"] as const;
export type Selector = (typeof SELECTORS)[number];

/** `now` is in the heads of Prometheus only, `past` in the buckets only. */
export const TIMES = ["now", "past"] as const;
export type Time = (typeof TIMES)[number];

export const DOORS = ["query", "frontend"] as const;
export type Door = (typeof DOORS)[number];

/** What one answer was. */
export type Found =
  | "whole"
  | "whole, warned"
  | "lacking, warned"
  /** To a question of external labels alone; nothing, and no warning. */
  | "nothing"
  /** It could not be given: an error, which says so itself. */
  | "no answer"
  /** It lacks something, and has no warning. */
  | "lie";

/** For each verdict the answers that it accepts. */
export const VERDICTS = {
  /** Complete, without a warning. */
  whole: ["whole"],
  /** Without the dead cluster, with a warning. */
  warns: ["lacking, warned"],
  /** Yields: a querier that was restarted asks a strict endpoint that it never saw for everything, and warns. */
  mayWarn: ["whole", "whole, warned"],
  /**
   * Yields: sidecars, and queriers with `--selector-label`, refuse selectors of external labels alone ("no matchers
   * specified"). Query warns, also while the whole fleet is up.
   */
  refused: ["lacking, warned"],
  /**
   * Store Gateways answer such selectors with nothing and no warning, also while the whole fleet is up: `ExpandedPostings`
   * in pkg/store/bucket.go returns early without a matcher.
   */
  nothing: ["nothing"],
  /** As `nothing`, where a strict endpoint that was never seen is asked as well. */
  nothingOrWarns: ["nothing", "lacking, warned"],
  /** No pod is behind the door. */
  shut: ["no answer"],
} as const satisfies Record<string, readonly Found[]>;

export type Verdict = keyof typeof VERDICTS;

export const fits = (verdict: Verdict, found: Found): boolean =>
  (VERDICTS[verdict] as readonly Found[]).includes(found);

type Row = Readonly<Record<Selector, Verdict>>;

/** Verdicts for the selectors in their order. */
const row = (
  dead: Verdict,
  healthy: Verdict,
  all: Verdict,
  none: Verdict,
  labels: Verdict,
): Row => ({ dead, healthy, all, none, labels });

interface Verdicts {
  readonly now: Row;
  readonly past: Row;
  /** Doors that nobody answers. */
  readonly shut?: readonly Door[];
}

const NOW = row("whole", "whole", "whole", "whole", "refused");
const PAST = row("whole", "whole", "whole", "whole", "nothing");

/** States of the fleet, by what its answers lack. */
export const OUTCOMES = {
  // Columns:     dead     healthy    all     none       labels
  whole: { now: NOW, past: PAST },
  lacksNow: {
    now: row("warns", "whole", "warns", "whole", "refused"),
    past: PAST,
  },
  lacksPast: {
    now: NOW,
    past: row("warns", "whole", "warns", "whole", "warns"),
  },
  /** Query never saw the endpoint that has the dead cluster's heads. */
  unseenNow: {
    now: row("warns", "mayWarn", "warns", "mayWarn", "refused"),
    past: row("mayWarn", "mayWarn", "mayWarn", "mayWarn", "nothingOrWarns"),
  },
  /** Query never saw the Store Gateways of the dead cluster's bucket. */
  unseenPast: {
    now: row("mayWarn", "mayWarn", "mayWarn", "mayWarn", "refused"),
    past: row("warns", "mayWarn", "warns", "mayWarn", "warns"),
  },
  /** The dead cluster's TLS querier never saw its edge; it announces the cluster's label, and all times. */
  unseenByTlsQuerier: {
    now: row("warns", "whole", "warns", "whole", "refused"),
    past: row("mayWarn", "whole", "mayWarn", "whole", "nothingOrWarns"),
  },
  /** No bucket can be read. Store Gateways know from their disks which questions are not theirs. */
  lacksEveryBucket: {
    now: NOW,
    past: row("warns", "warns", "warns", "whole", "nothing"),
  },
  noQuery: { now: NOW, past: PAST, shut: ["query", "frontend"] },
  noFrontend: { now: NOW, past: PAST, shut: ["frontend"] },
} as const satisfies Record<string, Verdicts>;

export type Outcome = keyof typeof OUTCOMES;

export function verdictOf(outcome: Outcome, door: Door, time: Time, selector: Selector): Verdict {
  const verdicts: Verdicts = OUTCOMES[outcome];
  return verdicts.shut?.includes(door) === true ? "shut" : verdicts[time][selector];
}
