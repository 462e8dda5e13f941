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
export const watchdog = (of: AlertContext): AlertRule[] => [
  alertRule(of, {
    alert: "ThanosFleetWatchdog",
    expr: "vector(1)",
    severity: "none",
    summary: `Alerts of ${of.cluster} arrive.`,
    description: "It always fires. Have a service outside of the fleet notice when it stops.",
  }),
];

/** Number of pods that each part should have, by `job`; `urgent="true"` where its absence has an effect at once. */
export const PART_REPLICAS = "thanos_fleet:part:replicas";

/** One rule for all parts, since there are Store Gateways for each cluster of the fleet. */
export function partReplicas({ parts }: AlertContext): RecordingRule[] {
  const expected = (urgent: boolean) =>
    constantSeries(
      "job",
      parts
        .filter(({ kind }) => URGENT.includes(kind) === urgent)
        .flatMap(({ job, jobs = [job], replicas }) =>
          jobs.map((name) => ({ name, value: replicas })),
        ),
    );
  const urgent = `label_replace(${expected(true)},"urgent","true","","")`;
  return [{ record: PART_REPLICAS, expr: `${urgent} or ${expected(false)}`, labels: {} }];
}

/** No pod of a part is up, or fewer than there should be. */
export const presenceAlerts = (of: AlertContext): AlertRule[] =>
  of.sharded ? [degradedInShard(of)] : [down(of, true), down(of, false), degraded(of)];

/** Targets in the namespace of the parts. */
const up = ({ namespace }: AlertContext): string => `up{namespace="${namespace}"}`;

const down = (of: AlertContext, urgent: boolean): AlertRule =>
  alertRule(of, {
    alert: "ThanosFleetPartDown",
    // Also covers a part that was never scraped.
    expr: `${PART_REPLICAS}{urgent="${urgent ? "true" : ""}"} unless on (job) ${up(of)} == 1`,
    for: "10m",
    severity: urgent ? "critical" : "warning",
    summary: `No pod of {{ $labels.job }} in ${of.cluster} can be scraped.`,
    description: "Either none runs, or Prometheus cannot reach any.",
  });

const degraded = (of: AlertContext): AlertRule =>
  alertRule(of, {
    ...DEGRADED,
    expr: `count by (job) (${up(of)} == 1) < on (job) ${PART_REPLICAS}{}`,
    summary: `Only {{ $value }} of the pods of {{ $labels.job }} in ${of.cluster} can be scraped.`,
  });

/** Per target: a shard knows its own targets only and cannot count all pods of a part. */
const degradedInShard = (of: AlertContext): AlertRule =>
  alertRule(of, {
    ...DEGRADED,
    expr: `${up(of)} == 0 and on (job) ${PART_REPLICAS}{}`,
    summary: `A pod of {{ $labels.job }} in ${of.cluster} cannot be scraped.`,
  });

const DEGRADED = {
  alert: "ThanosFleetPartDegraded",
  for: "15m",
  severity: "warning",
  description: "The others do its work; if one more fails, none may be left.",
} as const;

/** Other alerts, and those of the Kubernetes charts, need the kubelets' metrics of volumes and pods. */
export const kubeletAlerts = (of: AlertContext): AlertRule[] =>
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
export const cacheAlerts = (of: AlertContext): AlertRule[] =>
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
