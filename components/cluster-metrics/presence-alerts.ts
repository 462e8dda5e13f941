// Alerts on parts that do not run, and on a broken alerting chain.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import { ofKinds, select, type AlertContext, type WatchedPart } from "./alert-context";

/** Parts whose absence has an effect at once; the others can be down for hours before it is noticed. */
const URGENT: readonly WatchedPart["kind"][] = [
  ...(["query", "queryFrontend", "tlsQuerier", "leafQuery", "store"] as const),
  ...(["sidecar", "receive", "ruler", "prometheus", "alertmanager"] as const),
];

/** Always fires: a receiver that no longer gets it knows that alerts do not arrive. */
export const watchdog = (of: AlertContext): AlertRule[] => [
  alertRule(of, {
    alert: "ThanosFleetWatchdog",
    expr: "vector(1)",
    severity: "none",
    summary: `Alerts of ${of.cluster} arrive.`,
    description: "It always fires. Have a service outside of the fleet notice when it stops.",
  }),
];

/** For each part: no pod is up, or fewer than there should be. */
export const presence = (of: AlertContext): AlertRule[] =>
  of.parts.flatMap((part) =>
    of.sharded ? [degradedInShard(of, part)] : [down(of, part), ...degraded(of, part)],
  );

const down = (of: AlertContext, part: WatchedPart): AlertRule =>
  alertRule(of, {
    alert: "ThanosFleetPartDown",
    // `absent` also covers a part that was never scraped.
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

/** Per target: a shard knows its own targets only and cannot count all pods of a part. */
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

/** Other alerts, and those of the Kubernetes charts, need the kubelets' metrics of volumes and pods. */
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

/** memcached pools whose exporter runs but does not reach memcached. */
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
