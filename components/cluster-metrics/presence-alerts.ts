// Alerts on parts that do not run, and on a broken alerting chain.
import { alertRule, type AlertRule, type RecordingRule } from "../../kubernetes/alerts/alert";
import { constantSeries } from "../../kubernetes/alerts/vectors";
import { ofKinds, select, type AlertContext, type PartKind } from "./alert-context";

/** Parts whose absence has an effect at once; the others can be down for hours before it is noticed. */
const URGENT: readonly PartKind[] = [
  ...(["query", "queryFrontend", "tlsQuerier", "leafQuery", "store"] as const),
  ...(["sidecar", "receive", "ruler", "fleetCheck", "prometheus", "alertmanager"] as const),
];

/** Always fires: a receiver that no longer gets it knows that alerts do not arrive. */
export const watchdog = (context: AlertContext): AlertRule[] => [
  alertRule(context, {
    alert: "ThanosFleetWatchdog",
    expr: "vector(1)",
    severity: "none",
    summary: `Alerts of ${context.cluster} arrive.`,
    description: "It always fires. Have a service outside of the fleet notice when it stops.",
  }),
];

/**
 * Number of pods that each part should have, by `job`. `urgent` is "true" where its absence has an effect at once. Two
 * stacks in one Kubernetes cluster differ by `namespace`.
 */
export const PART_REPLICAS = "thanos_fleet:part:replicas";

/** One rule for all parts, since there are Store Gateways for each cluster of the fleet. */
export function partReplicas({ parts, namespace }: AlertContext): RecordingRule[] {
  const expected = (urgent: boolean) => {
    const pods = parts
      .filter(({ kind }) => URGENT.includes(kind) === urgent)
      .flatMap(({ job, jobs = [job], replicas }) =>
        jobs.map((name) => ({ name, value: replicas })),
      );
    return `label_replace(${constantSeries("job", pods)},"urgent","${String(urgent)}","","")`;
  };
  const expr = `${expected(true)} or ${expected(false)}`;
  return [{ record: PART_REPLICAS, expr, labels: { namespace } }];
}

/** No pod of a part is up, or fewer than there should be. */
export const presenceAlerts = (context: AlertContext): AlertRule[] =>
  context.sharded
    ? [degradedInShard(context)]
    : [down(context, true), down(context, false), degraded(context)];

/** Targets in the namespace of the parts. */
const up = ({ namespace }: AlertContext): string => `up{namespace="${namespace}"}`;

const replicas = ({ namespace }: AlertContext, ...more: readonly string[]): string =>
  `${PART_REPLICAS}{${[`namespace="${namespace}"`, ...more].join(",")}}`;

const down = (context: AlertContext, urgent: boolean): AlertRule =>
  alertRule(context, {
    alert: "ThanosFleetPartDown",
    // Also covers a part that was never scraped.
    expr: `sum by (job) (${replicas(context, `urgent="${String(urgent)}"`)}) unless on (job) ${up(context)} == 1`,
    for: "10m",
    severity: urgent ? "critical" : "warning",
    summary: `No pod of {{ $labels.job }} in ${context.cluster} can be scraped.`,
    description: "Either none runs, or Prometheus cannot reach any.",
  });

const degraded = (context: AlertContext): AlertRule =>
  alertRule(context, {
    ...DEGRADED,
    expr: `count by (job) (${up(context)} == 1) < on (job) ${replicas(context)}`,
    summary: `Only {{ $value }} of the pods of {{ $labels.job }} in ${context.cluster} can be scraped.`,
  });

/** Per target: a shard knows its own targets only and cannot count all pods of a part. */
const degradedInShard = (context: AlertContext): AlertRule =>
  alertRule(context, {
    ...DEGRADED,
    expr: `${up(context)} == 0 and on (job) ${replicas(context)}`,
    summary: `A pod of {{ $labels.job }} in ${context.cluster} cannot be scraped.`,
  });

const DEGRADED = {
  alert: "ThanosFleetPartDegraded",
  for: "15m",
  severity: "warning",
  description: "The others do its work; if one more fails, none may be left.",
} as const;

/** Other alerts, and those of the Kubernetes charts, need the kubelets' metrics of volumes and pods. */
export const kubeletAlerts = (context: AlertContext): AlertRule[] =>
  context.ownPrometheus && !context.sharded
    ? [
        alertRule(context, {
          alert: "ThanosFleetKubeletDown",
          // Jobs of other monitoring stacks need not have the label `metrics_path`.
          expr: `absent(up{job="kubelet"${context.ownKubeletJob ? ',metrics_path="/metrics"' : ""}} == 1)`,
          for: "15m",
          severity: "critical",
          summary: `No kubelet of ${context.cluster} can be scraped.`,
          description: "Nobody is told of full volumes, and pods have no metrics.",
        }),
      ]
    : [];

/** Another monitoring stack in the cluster has ServiceMonitors for the targets of this program's own jobs. */
export const scrapedTwiceAlerts = (context: AlertContext): AlertRule[] =>
  context.ownPrometheus
    ? [
        alertRule(context, {
          alert: "ThanosFleetScrapedTwice",
          // Its series differ in the labels of the Service that it finds them by.
          expr: 'count by (job) (count by (job,instance,metrics_path) (up{job=~"kubelet|apiserver"}) > 1)',
          for: "15m",
          severity: "warning",
          summary: `{{ $value }} targets of the job {{ $labels.job }} in ${context.cluster} are scraped twice.`,
          description:
            "Sums of their metrics are twice the true value. Switch one of the jobs off.",
        }),
      ]
    : [];

/** memcached pools whose exporter runs but does not reach memcached. */
export const cacheAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "indexCache", "bucketCache", "responseCache").map((part) =>
    alertRule(context, {
      alert: "ThanosFleetCacheDown",
      expr: `min by (instance) (memcached_up${select(context, part)}) == 0`,
      for: "10m",
      severity: "warning",
      labels: { job: part.job },
      summary: `{{ $labels.instance }} of ${part.job} in ${context.cluster} does not answer.`,
      description: "Its keys are read from the bucket, or computed anew, meanwhile.",
    }),
  );
