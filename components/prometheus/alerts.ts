// Alerts on Prometheus itself: what it does not scrape, does not store, and does not hand over.
import { alertRule, type Alert, type AlertRule } from "../../kubernetes/alerts/alert";
import { ofKinds, select, type AlertContext } from "../cluster-metrics/alert-context";

/** Samples of a scrape that Prometheus refuses. */
const REFUSED = ["duplicate_timestamp", "out_of_order", "out_of_bounds"].map(
  (why) => `prometheus_target_scrapes_sample_${why}_total`,
);

/** Scrapes that Prometheus refuses as a whole. The limit on targets has gauges of its own. */
const LIMITS = [
  ...["sample", "body_size", "native_histogram_bucket"].map(
    (what) => `prometheus_target_scrapes_exceeded_${what}_limit_total`,
  ),
  "prometheus_target_scrape_pool_exceeded_label_limits_total",
];

/** What is not scraped, or not as a whole. */
export const scrapeAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "prometheus").flatMap((part) => {
    const { cluster } = context;
    const of = (metric: string) => `${metric}${select(context, part)}`;
    const grown = (metrics: readonly string[], within: string) =>
      `sum by (instance) (${metrics.map((metric) => `increase(${of(metric)}[${within}])`).join(" + ")}) > 0`;
    const limit = of("prometheus_target_scrape_pool_target_limit");
    const alerts: readonly Alert[] = [
      {
        alert: "ThanosFleetNothingScraped",
        // A Prometheus that stores nothing has no fresh samples of itself either, but its alerts are sent.
        expr: 'absent(up{job!=""})',
        for: "5m",
        severity: "critical",
        summary: `Prometheus of ${cluster} takes in no samples.`,
        description: "It finds no targets, or cannot write. No other alert of it can be relied on.",
      },
      {
        alert: "ThanosFleetSamplesRefused",
        expr: grown(REFUSED, "10m"),
        for: "15m",
        severity: "warning",
        summary: `{{ $labels.instance }} in ${cluster} refuses samples of some targets.`,
        description: "They come twice with different values, or too late.",
      },
      {
        alert: "ThanosFleetScrapeLimit",
        expr: [
          grown(LIMITS, "10m"),
          // The counter of this limit grows only when targets change.
          `max by (instance) (${of("prometheus_target_scrape_pool_targets")} > ${limit} and ${limit} > 0) > 0`,
        ].join(" or "),
        for: "15m",
        severity: "warning",
        summary: `{{ $labels.instance }} in ${cluster} leaves out targets that exceed a limit.`,
        description: "Their monitor, or Prometheus, sets the limit; nothing of them is stored.",
      },
      {
        alert: "ThanosFleetTargetsInvalid",
        // It grows only when targets change, so a longer time than the other alerts.
        expr: `sum by (instance, scrape_job) (increase(${of("prometheus_target_sync_failed_total")}[30m])) > 0`,
        for: "5m",
        severity: "warning",
        summary: `{{ $labels.instance }} in ${cluster} cannot use targets of {{ $labels.scrape_job }}.`,
        description: "Their addresses or labels are invalid, so they are not scraped.",
      },
      {
        alert: "ThanosFleetDiscoveryFails",
        // Counts refused connections too, unlike `prometheus_sd_kubernetes_failures_total`. 410 starts a new list.
        expr: [
          `sum by (instance) (increase(prometheus_sd_kubernetes_http_request_total${select(context, part, 'status_code!~"2..|3..|410"')}[10m])) > 0`,
          grown(["prometheus_sd_refresh_failures_total"], "10m"),
        ].join(" or "),
        for: "20m",
        severity: "warning",
        summary: `{{ $labels.instance }} in ${cluster} cannot ask for its targets.`,
        description: "It goes on with those that it knows; new and moved ones are not scraped.",
      },
    ];
    return alerts.map((alert) => alertRule(context, { labels: { job: part.job }, ...alert }));
  });

/** Blocks that cannot be compacted or loaded, in every part with a database of its own. */
export const databaseAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "prometheus", "receive", "ruler").map((part) => {
    // A database is compacted every two hours.
    const failed = ["compactions_failed", "reloads_failures"].map(
      (what) => `increase(prometheus_tsdb_${what}_total${select(context, part)}[3h])`,
    );
    return alertRule(context, {
      alert: "ThanosFleetDatabaseFails",
      expr: `sum by (instance) (${failed.join(" + ")}) > 0`,
      for: "4h",
      severity: "warning",
      labels: { job: part.job },
      summary: `{{ $labels.instance }} in ${context.cluster} cannot compact or load its blocks.`,
      description: "Its disk fills up, and no block is uploaded.",
    });
  });

/** Samples that Receive did not accept at the first attempt. */
export const remoteWriteAlerts = (context: AlertContext): AlertRule[] =>
  context.remoteWrites
    ? ofKinds(context, "prometheus").map((part) => {
        const lost = ["failed", "retried"].map(
          (what) =>
            `sum(rate(prometheus_remote_storage_samples_${what}_total${select(context, part)}[5m]))`,
        );
        return alertRule(context, {
          alert: "ThanosFleetPushFails",
          expr: `${lost.join(" + ")} > 0`,
          for: "15m",
          severity: "critical",
          summary: `Prometheus of ${context.cluster} cannot push all samples to Receive.`,
          description: "What is not taken for two hours is missing from answers about that time.",
        });
      })
    : [];

/** In seconds: far more than a scrape interval and a full queue. */
const BEHIND = 120;

/** Remote write that is too slow, though nothing fails. */
export const remoteWriteDelayAlerts = (context: AlertContext): AlertRule[] =>
  context.remoteWrites
    ? ofKinds(context, "prometheus").map((part) => {
        const of = (what: string) => `prometheus_remote_storage_${what}${select(context, part)}`;
        const behind = `${of("queue_highest_timestamp_seconds")} - ${of("queue_highest_sent_timestamp_seconds")}`;
        return alertRule(context, {
          alert: "ThanosFleetPushBehind",
          expr:
            `max by (instance) (${behind}) > ${String(BEHIND)}` +
            ` or max by (instance) (${of("shards_desired")} > ${of("shards_max")}) > 0`,
          for: "15m",
          severity: "warning",
          labels: { job: part.job },
          summary: `{{ $labels.instance }} in ${context.cluster} pushes samples later than it scrapes them.`,
          description: `It is more than ${String(BEHIND)} s behind, or sends over all connections that it may use.`,
        });
      })
    : [];
