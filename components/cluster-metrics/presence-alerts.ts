// Alerts on parts that do not run, and on an alerting chain that is broken itself.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import { ofKinds, select, type AlertContext, type WatchedPart } from "./alert-context";

/** Parts without which something is missing now; of the others nobody sees for hours that they are away. */
const URGENT: readonly WatchedPart["kind"][] = [
  ...(["query", "queryFrontend", "tlsQuerier", "leafQuery", "store"] as const),
  ...(["sidecar", "receive", "ruler", "prometheus", "alertmanager"] as const),
];

/** Fires always: who is told of it, and hears of it no more, knows that alerts do not arrive. */
export const watchdog = (of: AlertContext): AlertRule[] => [
  alertRule(of, {
    alert: "ThanosFleetWatchdog",
    expr: "vector(1)",
    severity: "none",
    summary: `Alerts of ${of.cluster} arrive.`,
    description: "It always fires. Have a service outside of the fleet notice when it stops.",
  }),
];

/** Of each part: nobody there, or fewer pods than there should be. */
export const presence = (of: AlertContext): AlertRule[] =>
  of.parts.flatMap((part) =>
    of.sharded ? [degradedInShard(of, part)] : [down(of, part), ...degraded(of, part)],
  );

const down = (of: AlertContext, part: WatchedPart): AlertRule =>
  alertRule(of, {
    alert: "ThanosFleetPartDown",
    // A part that was never scraped is as absent as one that is away.
    expr: `absent(up${select(of, part)} == 1)`,
    for: "10m",
    severity: URGENT.includes(part.kind) ? "critical" : "warning",
    labels: { job: part.job },
    summary: `No pod of ${part.job} in ${of.cluster} can be scraped.`,
    description: "Either none runs, or Prometheus cannot reach any.",
  });

const degraded = (of: AlertContext, part: WatchedPart): AlertRule[] =>
  part.replicas < 2
    ? []
    : [
        alertRule(of, {
          ...DEGRADED,
          expr: `0 < sum(up${select(of, part)}) < ${String(part.replicas)}`,
          labels: { job: part.job },
          summary: `Fewer than ${String(part.replicas)} pods of ${part.job} in ${of.cluster} can be scraped.`,
        }),
      ];

/** A shard knows its own targets only, so it misses none that another one scrapes. */
const degradedInShard = (of: AlertContext, part: WatchedPart): AlertRule =>
  alertRule(of, {
    ...DEGRADED,
    expr: `up${select(of, part)} == 0`,
    labels: { job: part.job },
    summary: `A pod of ${part.job} in ${of.cluster} cannot be scraped.`,
  });

const DEGRADED = {
  alert: "ThanosFleetPartDegraded",
  for: "15m",
  severity: "warning",
  description: "The others do its work; if one more fails, none may be left.",
} as const;

/** What the kubelets tell of volumes and pods is what other alerts and the charts of Kubernetes are made from. */
export const kubelets = (of: AlertContext): AlertRule[] =>
  of.ownPrometheus && !of.sharded
    ? [
        alertRule(of, {
          alert: "ThanosFleetKubeletDown",
          expr: 'absent(up{job="kubelet",metrics_path="/metrics"} == 1)',
          for: "15m",
          severity: "critical",
          summary: `No kubelet of ${of.cluster} can be scraped.`,
          description: "Nobody is told of full volumes, and pods have no metrics.",
        }),
      ]
    : [];

/** A pool of memcached whose exporter runs and finds no memcached. */
export const caches = (of: AlertContext): AlertRule[] =>
  ofKinds(of, "indexCache", "bucketCache", "responseCache").map((part) =>
    alertRule(of, {
      alert: "ThanosFleetCacheDown",
      expr: `min by (instance) (memcached_up${select(of, part)}) == 0`,
      for: "10m",
      severity: "warning",
      labels: { job: part.job },
      summary: `{{ $labels.instance }} of ${part.job} in ${of.cluster} does not answer.`,
      description: "Its keys are read from the bucket, or computed anew, meanwhile.",
    }),
  );
