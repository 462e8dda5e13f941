// Alerts on blocks: on their way into the bucket, in it, and out of it.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import { STORING } from "../parts";
import {
  ofKinds,
  select,
  type PartKind,
  type AlertContext,
} from "../cluster-metrics/alert-context";

/** Of Prometheus it is the sidecar. */
const BUCKET_USERS: readonly PartKind[] = STORING.map((part) =>
  part === "prometheus" ? "sidecar" : part,
);

/** Of every part that works with a bucket. */
export const bucketOperations = (of: AlertContext): AlertRule[] =>
  ofKinds(of, ...BUCKET_USERS).map((part) =>
    alertRule(of, {
      alert: "ThanosFleetBucketOperationsFail",
      expr:
        `sum(rate(thanos_objstore_bucket_operation_failures_total${select(of, part)}[10m]))` +
        ` / sum(rate(thanos_objstore_bucket_operations_total${select(of, part)}[10m])) > 0.05`,
      for: "15m",
      severity: "warning",
      labels: { job: part.job },
      summary: `More than one in twenty calls of ${part.job} in ${of.cluster} to the object store fail.`,
      description: "They are tried again; what needs them waits meanwhile.",
    }),
  );

/** Seconds that a read of a bucket may take: queries make many of them, one after the other. */
const SLOW_READ = 3;

/** Of Store Gateways, for which people wait. Listing takes as long as there is to list. */
export const bucketSlow = (of: AlertContext): AlertRule[] =>
  ofKinds(of, "store").map((part) => {
    const reads = select(of, part, 'operation=~"get|get_range|attributes"');
    return alertRule(of, {
      alert: "ThanosFleetBucketSlow",
      expr: `histogram_quantile(0.99, sum by (le) (rate(thanos_objstore_bucket_operation_duration_seconds_bucket${reads}[10m]))) > ${String(SLOW_READ)}`,
      for: "15m",
      severity: "warning",
      labels: { job: part.job },
      summary: `The slowest reads of ${part.job} in ${of.cluster} take more than ${String(SLOW_READ)} s each.`,
      description: "Queries of what is in that bucket are slow, or come back without it.",
    });
  });

/** A block is cut every two hours. */
const UPLOADS = "3h";

/** What is not uploaded is lost once local retention is over. */
export const uploads = (of: AlertContext): AlertRule[] =>
  ofKinds(of, "sidecar", "receive").map((part) => {
    const uploaded = `thanos_shipper_uploads_total${select(of, part)}`;
    return alertRule(of, {
      alert: "ThanosFleetUploadsStopped",
      // Who has not been there for that long has no block yet; who was taken away has none any more.
      expr:
        `sum by (instance) (increase(${uploaded}[${UPLOADS}])) == 0` +
        ` and on (instance) sum by (instance) (${uploaded} offset ${UPLOADS}) >= 0` +
        ` and on (instance) up${select(of, part)} == 1`,
      for: "1h",
      severity: "critical",
      labels: { job: part.job },
      summary: `{{ $labels.instance }} in ${of.cluster} has uploaded no block for three hours.`,
      description: "Its blocks are on its own disk only, and go when retention is over.",
    });
  });

const HOUR = 3600;
/** Bytes in twelve hours that are no matter, however few they were before. */
const SMALL = 2 ** 29;

/**
 * What is cut into blocks, and so goes to the bucket, against the same hours of the day before: a week is more than
 * Prometheus remembers. Bytes are counted where they are cut, since the client of S3 leaves out what it sends in one piece.
 * What the Compactor makes of them, and what is not deleted, has alerts of its own.
 */
export const growth = (of: AlertContext): AlertRule[] =>
  ofKinds(of, "prometheus", "receive")
    .filter(() => of.retentionSeconds >= 36 * HOUR)
    .map((part) => {
      const cut = `prometheus_tsdb_compaction_chunk_size_bytes_sum${select(of, part)}`;
      const added = (offset: string) => `sum(increase(${cut}[12h]${offset}))`;
      return alertRule(of, {
        alert: "ThanosFleetBucketGrows",
        // Who was not there all of that day wrote less of it.
        expr:
          `${added("")} > 1.5 * ${added(" offset 1d")} + ${String(SMALL)}` +
          ` and sum(${cut} offset 36h) >= 0`,
        for: "3h",
        severity: "warning",
        labels: { job: part.job },
        summary: `${part.job} of ${of.cluster} writes half as much again as the day before.`,
        description: "The bucket costs more, and so does all that reads it.",
      });
    });

/** A sidecar without its Prometheus answers nothing and uploads nothing. */
export const sidecars = (of: AlertContext): AlertRule[] =>
  ofKinds(of, "sidecar").map((part) =>
    alertRule(of, {
      alert: "ThanosFleetSidecarAlone",
      expr: `min by (instance) (thanos_sidecar_prometheus_up${select(of, part)}) == 0`,
      for: "5m",
      severity: "critical",
      labels: { job: part.job },
      summary: `The sidecar {{ $labels.instance }} in ${of.cluster} cannot reach its Prometheus.`,
      description: "The last hours of what that one scrapes are missing from answers.",
    }),
  );

/** Of whoever reads the whole bucket: which blocks there are, and their indexes. */
export const storeSync = (of: AlertContext): AlertRule[] => [
  ...ofKinds(of, "store").flatMap((part) => {
    const grown = (metric: string, within = "1h") =>
      `sum by (instance) (increase(${metric}${select(of, part)}[${within}]))`;
    return [
      alertRule(of, {
        alert: "ThanosFleetStoreNotSyncing",
        // Every attempt is counted, and those that failed once more.
        expr: `${grown("thanos_blocks_meta_syncs_total")} - ${grown("thanos_blocks_meta_sync_failures_total")} < 0.5`,
        for: "30m",
        severity: "warning",
        labels: { job: part.job },
        summary: `{{ $labels.instance }} in ${of.cluster} has not seen for an hour what is in its bucket.`,
        description: "New blocks are missing from answers, and replaced ones are asked for still.",
      }),
      alertRule(of, {
        alert: "ThanosFleetBlocksNotLoaded",
        // It tries again every quarter of an hour: what fails once alone is over before it is told of.
        expr: `${grown("thanos_bucket_store_block_load_failures_total", "20m")} > 0`,
        for: "40m",
        severity: "warning",
        labels: { job: part.job },
        summary: `{{ $labels.instance }} in ${of.cluster} cannot load some blocks.`,
        description: "What is in them is missing from answers.",
      }),
    ];
  }),
];
