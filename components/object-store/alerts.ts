// Alerts on object storage: failing or slow operations, uploads, growth, and loading of blocks.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import { BUCKET_USERS } from "../parts";
import {
  ofKinds,
  select,
  type PartKind,
  type AlertContext,
} from "../cluster-metrics/alert-context";

/** Parts with metrics of bucket operations; Prometheus' are those of its sidecar. */
const BUCKET_CLIENTS: readonly PartKind[] = BUCKET_USERS.map((part) =>
  part === "prometheus" ? "sidecar" : part,
);

/** Alert on failing operations, for every part that uses a bucket. */
export const bucketOperationAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, ...BUCKET_CLIENTS).map((part) =>
    alertRule(context, {
      alert: "ThanosFleetBucketOperationsFail",
      expr:
        `sum by (job) (rate(thanos_objstore_bucket_operation_failures_total${select(context, part)}[10m]))` +
        ` / sum by (job) (rate(thanos_objstore_bucket_operations_total${select(context, part)}[10m])) > 0.05`,
      for: "15m",
      severity: "warning",
      summary: `More than one in twenty calls of {{ $labels.job }} in ${context.cluster} to the object store fail.`,
      description: "They are tried again; what needs them waits meanwhile.",
    }),
  );

/** Seconds per read of the bucket: a query makes many reads in sequence. */
const SLOW_READ = 3;

/**
 * Alert on slow reads of Store Gateways, which delay queries. Listings are left out: they take longer the more objects
 * there are.
 */
export const bucketLatencyAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "store").map((part) => {
    const reads = select(context, part, 'operation=~"get|get_range|attributes"');
    return alertRule(context, {
      alert: "ThanosFleetBucketSlow",
      expr: `histogram_quantile(0.99, sum by (job, le) (rate(thanos_objstore_bucket_operation_duration_seconds_bucket${reads}[10m]))) > ${String(SLOW_READ)}`,
      for: "15m",
      severity: "warning",
      summary: `The slowest reads of {{ $labels.job }} in ${context.cluster} take more than ${String(SLOW_READ)} s each.`,
      description: "Queries of what is in that bucket are slow, or come back without it.",
    });
  });

/** Time in which an instance must upload a block: Prometheus cuts one every two hours. */
const UPLOADS = "3h";

/** Alert on an instance that uploads nothing: its blocks are lost after local retention. */
export const uploadAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "sidecar", "receive").map((part) => {
    const uploaded = `thanos_shipper_uploads_total${select(context, part)}`;
    // Receive has a TSDB and uploads per tenant, that is per writer: others that upload must not hide one that does not.
    const tenants = part.kind === "receive";
    const shipper = tenants ? "instance, tenant" : "instance";
    return alertRule(context, {
      alert: "ThanosFleetUploadsStopped",
      expr: [
        `sum by (job, ${shipper}) (increase(${uploaded}[${UPLOADS}])) == 0`,
        // An instance younger than this has no block yet; the series of a removed instance are ignored.
        `on (${shipper}) sum by (${shipper}) (${uploaded} offset ${UPLOADS}) >= 0`,
        `on (instance) up${select(context, part)} == 1`,
        // A writer that sent nothing has no block. The tenant that Receive itself creates never has any.
        ...(tenants
          ? [
              `on (${shipper}) sum by (${shipper}) (increase(prometheus_tsdb_head_samples_appended_total${select(context, part)}[${UPLOADS}])) > 0`,
            ]
          : []),
      ].join(" and "),
      for: "1h",
      severity: "critical",
      summary: `{{ $labels.instance }} in ${context.cluster} has uploaded no block${tenants ? " of {{ $labels.tenant }}" : ""} for three hours.`,
      description: "Its blocks are on its own disk only, and go when retention is over.",
    });
  });

const HOUR = 3600;
/** Bytes in twelve hours below which growth never alerts. */
const SMALL = 2 ** 29;

/**
 * Alert on growth. It compares the bytes cut into blocks, and so uploaded, in twelve hours with those of the same hours
 * of the day before: a week would exceed Prometheus' retention. Measured when blocks are cut, since the S3 client does
 * not count single-part uploads. Compaction and blocks that are not deleted have alerts of their own.
 */
export const growthAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "prometheus", "receive")
    .filter(() => context.retentionSeconds >= 36 * HOUR)
    .map((part) => {
      const cut = `prometheus_tsdb_compaction_chunk_size_bytes_sum${select(context, part)}`;
      const added = (offset: string) => `sum(increase(${cut}[12h]${offset}))`;
      return alertRule(context, {
        alert: "ThanosFleetBucketGrows",
        // An instance that was down for part of that day wrote less in it.
        expr:
          `${added("")} > 1.5 * ${added(" offset 1d")} + ${String(SMALL)}` +
          ` and sum(${cut} offset 36h) >= 0`,
        for: "3h",
        severity: "warning",
        labels: { job: part.job },
        summary: `${part.job} of ${context.cluster} writes half as much again as the day before.`,
        description: "The bucket costs more, and so does all that reads it.",
      });
    });

/** Alert on a sidecar that cannot reach its Prometheus: it returns no data and uploads no blocks. */
export const sidecarAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "sidecar").map((part) =>
    alertRule(context, {
      alert: "ThanosFleetSidecarAlone",
      expr: `min by (instance) (thanos_sidecar_prometheus_up${select(context, part)}) == 0`,
      for: "5m",
      severity: "critical",
      labels: { job: part.job },
      summary: `The sidecar {{ $labels.instance }} in ${context.cluster} cannot reach its Prometheus.`,
      description: "The last hours of what that one scrapes are missing from answers.",
    }),
  );

/** Alerts on Store Gateways that do not sync the list of blocks, or cannot load a block. */
export const storeSyncAlerts = (context: AlertContext): AlertRule[] => [
  ...ofKinds(context, "store").flatMap((part) => {
    const grown = (metric: string, within = "1h") =>
      `sum by (job, instance) (increase(${metric}${select(context, part)}[${within}]))`;
    return [
      alertRule(context, {
        alert: "ThanosFleetStoreNotSyncing",
        // The sync counter includes failed attempts.
        expr: `${grown("thanos_blocks_meta_syncs_total")} - ${grown("thanos_blocks_meta_sync_failures_total")} < 0.5`,
        for: "30m",
        severity: "warning",
        summary: `{{ $labels.instance }} of {{ $labels.job }} in ${context.cluster} has not seen for an hour what is in its bucket.`,
        description: "New blocks are missing from answers, and replaced ones are asked for still.",
      }),
      alertRule(context, {
        alert: "ThanosFleetBlocksNotLoaded",
        // Loading is retried every 15 minutes: a single failure must not alert.
        expr: `${grown("thanos_bucket_store_block_load_failures_total", "20m")} > 0`,
        for: "40m",
        severity: "warning",
        summary: `{{ $labels.instance }} of {{ $labels.job }} in ${context.cluster} cannot load some blocks.`,
        description: "What is in them is missing from answers.",
      }),
    ];
  }),
];
