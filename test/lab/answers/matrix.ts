// The matrix: for each fault and each restart while it lasts, the state of the fleet that the answers must show. What a
// state means for each selector, time and door is in verdicts.ts.
import type { PartName } from "../../../components/parts";
import { observees, observer } from "../../../lab/cluster/machines";
import type { Outcome } from "./verdicts";

const B = observees[1].name;

interface FaultFacts {
  /** What the fault takes away: a part, or what is between parts. */
  readonly of: PartName | "network" | "bucket" | "nothing";
  /** The cluster whose data may be lacking. */
  readonly dead: string;
}

export const FAULTS = {
  "no fault": { of: "nothing", dead: B },
  "Query: one killed": { of: "query", dead: B },
  "Query: both killed": { of: "query", dead: B },
  "Query Frontend: one killed": { of: "queryFrontend", dead: B },
  "Query Frontend: both killed": { of: "queryFrontend", dead: B },
  "leaf Query: one killed": { of: "leafQuery", dead: B },
  "leaf Query: both killed": { of: "leafQuery", dead: B },
  "leaf Query: both stopped": { of: "leafQuery", dead: B },
  "leaf Query: both hang": { of: "leafQuery", dead: B },
  "edge: packets dropped": { of: "network", dead: B },
  "observee: cable out": { of: "network", dead: B },
  "observee's Prometheus: killed with its sidecar": { of: "prometheus", dead: B },
  "observee's Prometheus: stopped with its sidecar": { of: "prometheus", dead: B },
  "observee's Prometheus: away, sidecar alive": { of: "prometheus", dead: B },
  "observer's Prometheus: killed with its sidecar": { of: "prometheus", dead: observer.name },
  "observee's Store Gateways: one killed": { of: "store", dead: B },
  "observee's Store Gateways: both killed": { of: "store", dead: B },
  "observee's Store Gateways: both stopped": { of: "store", dead: B },
  "observee's Store Gateways: both cut off": { of: "store", dead: B },
  "observer's Store Gateways: one killed": { of: "store", dead: observer.name },
  "observer's Store Gateways: both killed": { of: "store", dead: observer.name },
  "buckets: S3 refuses": { of: "bucket", dead: B },
  "fleet check: one killed": { of: "fleetCheck", dead: B },
  "fleet check: both killed": { of: "fleetCheck", dead: B },
  "TLS querier: one killed": { of: "tlsQuerier", dead: B },
  "TLS querier: both killed": { of: "tlsQuerier", dead: B },
} as const satisfies Record<string, FaultFacts>;

export type FaultName = keyof typeof FAULTS;

/** All pods of these parts are killed at once and replaced, or crash and stay the same pods. */
export const RESTARTS = {
  none: "no restart",
  leaf: "leaf Query of the healthy observee",
  leafOfDead: "leaf Query of the dead observee",
  tlsQuerier: "TLS querier of the dead observee",
  frontend: "Query Frontend",
  query: "Query",
  queryCrash: "Query, in the same pods",
  queryAndLeaf: "Query and the leaf Query of the dead observee",
  queryAndTlsQuerier: "Query and the TLS querier",
  queryAndFrontend: "Query and Query Frontend",
} as const;

export type Restart = keyof typeof RESTARTS;

/** Restarts in the order in which they are made. */
export type Restarts = Readonly<Partial<Record<Restart, Outcome>>>;
type Rows = Readonly<Partial<Record<FaultName, Restarts>>>;

/** Whatever is restarted. */
const always = (outcome: Outcome): Restarts => ({
  none: outcome,
  leaf: outcome,
  frontend: outcome,
  query: outcome,
  queryCrash: outcome,
  queryAndFrontend: outcome,
});

/** `unseen` once Query was restarted. */
const untilRestart = (lacks: Outcome, unseen: Outcome): Restarts => ({
  none: lacks,
  leaf: lacks,
  frontend: lacks,
  query: unseen,
  queryCrash: unseen,
  queryAndFrontend: unseen,
});

/** Layout `query`: Query itself calls the edges. */
const QUERY_ROWS = {
  "no fault": always("whole"),

  "leaf Query: one killed": { none: "whole" },
  "leaf Query: both killed": untilRestart("lacksNow", "unseenNow"),
  "leaf Query: both stopped": { none: "lacksNow", query: "unseenNow" },
  "leaf Query: both hang": { none: "lacksNow", query: "unseenNow" },
  "edge: packets dropped": { none: "lacksNow", query: "unseenNow", queryAndFrontend: "unseenNow" },
  "observee: cable out": { none: "lacksNow", leaf: "lacksNow", query: "unseenNow" },

  "observee's Prometheus: killed with its sidecar": {
    none: "lacksNow",
    query: "lacksNow",
    // The new leaf Query never saw the sidecar, has no label to announce, and is asked for everything.
    leafOfDead: "unseenNow",
    queryAndLeaf: "unseenNow",
  },
  "observee's Prometheus: stopped with its sidecar": { none: "lacksNow", leafOfDead: "unseenNow" },
  "observee's Prometheus: away, sidecar alive": {
    none: "lacksNow",
    query: "lacksNow",
    leafOfDead: "unseenNow",
  },
  "observer's Prometheus: killed with its sidecar": { none: "lacksNow", query: "unseenNow" },

  "observee's Store Gateways: one killed": { none: "whole" },
  "observee's Store Gateways: both killed": untilRestart("lacksPast", "unseenPast"),
  "observee's Store Gateways: both stopped": { none: "lacksPast", query: "unseenPast" },
  "observee's Store Gateways: both cut off": { none: "lacksPast", query: "unseenPast" },
  "observer's Store Gateways: one killed": { none: "whole" },
  "observer's Store Gateways: both killed": { none: "lacksPast", query: "unseenPast" },
  "buckets: S3 refuses": { none: "lacksEveryBucket", query: "lacksEveryBucket" },

  "fleet check: one killed": { none: "whole" },
  "fleet check: both killed": { none: "whole", query: "whole" },

  "Query: one killed": { none: "whole", frontend: "whole" },
  "Query: both killed": { none: "noQuery", frontend: "noQuery" },
  "Query Frontend: one killed": { none: "whole", query: "whole" },
  "Query Frontend: both killed": { none: "noFrontend", query: "noFrontend" },
} as const satisfies Rows;

/** The same layout after the first step of a rotation of the dead observee's client CA. */
const ROTATION_ROWS = {
  "leaf Query: both killed": untilRestart("lacksNow", "unseenNow"),
  "edge: packets dropped": { none: "lacksNow", query: "unseenNow" },
  "observee's Store Gateways: both killed": { none: "lacksPast", query: "unseenPast" },
} as const satisfies Rows;

/**
 * Layout `perObservee`: the TLS querier of each observee announces its label whatever it saw, so that a restart causes
 * warnings about that observee only.
 */
const PER_OBSERVEE_ROWS = {
  "no fault": { none: "whole", tlsQuerier: "whole", queryAndTlsQuerier: "whole" },
  "leaf Query: both killed": {
    none: "lacksNow",
    query: "lacksNow",
    tlsQuerier: "unseenByTlsQuerier",
    queryAndTlsQuerier: "unseenByTlsQuerier",
  },
  "edge: packets dropped": { none: "lacksNow", queryAndTlsQuerier: "unseenByTlsQuerier" },
  "observee's Prometheus: killed with its sidecar": {
    none: "lacksNow",
    leafOfDead: "unseenByTlsQuerier",
    queryAndTlsQuerier: "unseenByTlsQuerier",
  },
  "TLS querier: one killed": { none: "whole" },
  "TLS querier: both killed": { none: "lacksNow", leaf: "lacksNow", query: "unseenNow" },
} as const satisfies Rows;

/** Configurations of the fleet, in the order in which they are tested. */
export const MATRIX = {
  query: QUERY_ROWS,
  rotation: ROTATION_ROWS,
  perObservee: PER_OBSERVEE_ROWS,
} as const satisfies Record<string, Rows>;

export type Configuration = keyof typeof MATRIX;

export interface Pair {
  readonly restart: Restart;
  readonly outcome: Outcome;
}

interface FaultRow {
  readonly fault: FaultName;
  readonly pairs: readonly Pair[];
}

export const rowsOf = (configuration: Configuration): FaultRow[] => {
  const rows: Rows = MATRIX[configuration];
  return (Object.keys(rows) as FaultName[]).map((fault) => {
    const restarts = rows[fault] ?? {};
    const pairs = (Object.keys(restarts) as Restart[]).flatMap((restart) => {
      const outcome = restarts[restart];
      return outcome === undefined ? [] : [{ restart, outcome }];
    });
    return { fault, pairs };
  });
};

/** Parts that answer queries, but are not here, with the reason. */
export const NOT_HERE = {
  receive: "on request; test/lab/parts/receive.test.ts stops one and all of them",
  ruler: "on request; what it records belongs to no cluster",
  responseCache: "on request; without it the Query Frontend asks Query",
  indexCache: "on request; test/lab/parts/store-gateways.test.ts stops it",
  bucketCache: "on request; test/lab/parts/store-gateways.test.ts stops it",
  objectStore: "on request; a Store Gateway cannot tell it from the bucket that refuses",
} as const satisfies Partial<Record<PartName, string>>;
