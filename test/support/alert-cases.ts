// For each alert, series on which it must fire and series on which it must not, in promtool's notation.
import { durationSeconds } from "../../kubernetes/duration";
import { selectorsOf, type Rule } from "./alerts";
import type { RuleTest } from "./promtool";

/** Values by series. https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series */
type Series = Readonly<Record<string, string>>;

interface Scenarios {
  readonly fires: readonly Series[];
  /** The cluster that the firing alert is about, if that is not a constant of the rule. */
  readonly about?: string;
  /** Empty for alerts that always fire. */
  readonly silent: readonly Series[];
  /** Minutes until the firing series have enough data. */
  readonly after?: number;
  /** Minutes at which the silent series are evaluated; by default the same time as the firing ones. */
  readonly silentAt?: number;
  /** Interval of samples and evaluations. */
  readonly every?: string;
}

/** A series of a metric with the labels that the rule selects; `labels` are added to these or override them. */
type Named = (metric: string, labels?: Readonly<Record<string, string>>) => string;
type Case = (named: Named, rule: Rule) => Scenarios;

/** Number of samples, enough for every alert. */
const MANY = 3600;
const still = (n: number): string => `${String(n)}x${String(MANY)}`;
const growing = (by: number): string => `0+${String(by)}x${String(MANY)}`;

/** The number at the end of the expression: its threshold. */
const bound = ({ expr }: Rule): number => Number(/([\d.]+)$/.exec(expr)?.[1] ?? 0);

/** An error counter relative to a total counter. */
const ratio =
  (metric: string, of = metric, faulty = {}, good = {}): Case =>
  (named) => ({
    fires: [{ [named(metric, faulty)]: growing(5), [named(of, good)]: growing(10) }],
    silent: [{ [named(metric, faulty)]: still(7), [named(of, good)]: growing(10) }],
  });

/** A counter that must not grow. */
const counter =
  (labels = {}): Case =>
  (named, { expr }) => {
    const [selector] = selectorsOf(expr);
    const name = named(selector?.metric ?? "", labels);
    return { fires: [{ [name]: growing(3) }], silent: [{ [name]: still(3) }] };
  };

/** A gauge that must be 1, not 0. */
const gauge: Case = (named, { expr }) => {
  const name = named(selectorsOf(expr)[0]?.metric ?? "", { instance: "a" });
  return { fires: [{ [name]: still(0) }], silent: [{ [name]: still(1) }] };
};

/** Counters whose sum must not grow: each of them alone. */
const each = (
  named: Named,
  prefix: string,
  metrics: readonly string[],
): Pick<Scenarios, "fires" | "silent"> => {
  const series = (grows?: string): Series =>
    Object.fromEntries(
      metrics.map((metric) => [
        named(`${prefix}${metric}`, { instance: "a" }),
        metric === grows ? growing(3) : still(3),
      ]),
    );
  return { fires: metrics.map(series), silent: [series()] };
};

const histogram =
  (metric: string): Case =>
  (named) => ({
    fires: [
      {
        [named(metric, { le: "20" })]: still(0),
        [named(metric, { le: "60" })]: growing(10),
        [named(metric, { le: "+Inf" })]: growing(10),
      },
    ],
    silent: [
      { [named(metric, { le: "1" })]: growing(10), [named(metric, { le: "+Inf" })]: growing(10) },
    ],
  });

const pods = (named: Named, ...up: readonly number[]): Series =>
  Object.fromEntries(up.map((n, i) => [named("up", { instance: String(i) }), still(n)]));

const DAY = 24 * 60;
/** End of the test certificate in days after 1970, when a rule test begins. */
const LIFE = 150;

/** Certificates of one kind. */
const certificate: Case = (named, { expr }) => {
  const begins = LIFE * DAY - Number(/- time\(\) < (\d+)/.exec(expr)?.[1]) / 60;
  const ends = named("thanos_fleet:certificate_end_timestamp:seconds", { certificate: "a" });
  const series = { [ends]: still(LIFE * DAY * 60) };
  return {
    ...{ every: "1h", after: begins + 60, silentAt: begins - 60 },
    fires: [series],
    silent: [series],
  };
};

/** Names in the list of constant series with which an expression begins. */
const listed = (label: string, expr: string): string[] =>
  [...expr.matchAll(new RegExp(`"${label}","([^"]+)"`, "g"))].map(([, name = ""]) => name);

/** Samples of every cluster, except one. */
const missing: Case = (_, { expr }) => {
  const [first = "", ...others] = listed("cluster", expr);
  const up = (clusters: readonly string[], values: string) =>
    Object.fromEntries(
      clusters.map((name) => [`up{cluster="${name}",job="thanos-compact"}`, values]),
    );
  return {
    about: first,
    fires: [up(others, still(1)), { ...up(others, still(1)), ...up([first], "1x3 stale") }],
    // Whether its targets are up is another alert's matter.
    silent: [up([first, ...others], still(1)), up([first, ...others], still(0))],
  };
};

const REPLICAS = "thanos_fleet:part:replicas";

/** A part of two pods, of which these are up, next to one that is whole. */
const parts = (named: Named, ...ups: readonly number[]): Series => ({
  // Of another stack in the same Kubernetes cluster.
  [named(REPLICAS, { job: "c", namespace: "other" })]: still(2),
  [named(REPLICAS, { job: "a" })]: still(2),
  [named(REPLICAS, { job: "b" })]: still(1),
  [named("up", { job: "b", instance: "0" })]: still(1),
  ...Object.fromEntries(
    ups.map((n, i) => [named("up", { job: "a", instance: String(i) }), still(n)]),
  ),
});

/** No series at all. */
const NOTHING: Readonly<Record<string, string>> = {};

export const CASES: Readonly<Record<string, Case>> = {
  ThanosFleetWatchdog: () => ({ fires: [NOTHING, { up: still(0) }], silent: [] }),
  ThanosFleetPartDown: (named) => ({
    fires: [parts(named), parts(named, 0, 0)],
    silent: [parts(named, 0, 1), parts(named, 1), parts(named, 1, 1)],
  }),
  ThanosFleetPartDegraded: (named) => ({
    fires: [parts(named, 1, 0)],
    silent: [parts(named, 1, 1)],
  }),
  ThanosFleetKubeletDown: (named) => ({
    fires: [{}, pods(named, 0, 0)],
    silent: [pods(named, 0, 1)],
  }),
  ThanosFleetCacheDown: gauge,
  ThanosFleetRequestErrors: (named) => {
    const requests = (code: string) => named("http_requests_total", { code });
    return {
      fires: [{ [requests("503")]: growing(1), [requests("200")]: growing(10) }],
      silent: [{ [requests("422")]: growing(5), [requests("200")]: growing(10) }],
    };
  },
  ThanosFleetQueriesWait: (named, { expr }) => {
    const [max = "", queries = ""] = selectorsOf(expr).map(({ metric }) => metric);
    const gate = (limit: number, underWay: string, instance = "a") => ({
      [named(max, { instance })]: still(limit),
      [named(queries, { instance })]: underWay,
    });
    return {
      fires: [gate(20, still(20)), { ...gate(20, still(1)), ...gate(20, still(20), "b") }],
      // At the limit now and then, but never for long.
      silent: [gate(20, still(18)), gate(20, Array<string>(300).fill("20 12").join(" "))],
    };
  },
  ThanosFleetNamesNotFound: (named) => {
    const found = (provider: string, lookups: string, failures: string) => ({
      [named(`thanos_query_${provider}_dns_lookups_total`)]: lookups,
      [named(`thanos_query_${provider}_dns_failures_total`)]: failures,
    });
    const well = growing(10);
    return {
      fires: [
        { ...found("endpoints", well, still(0)), ...found("endpoint_groups", well, growing(2)) },
        {
          ...found("endpoints", well, growing(10)),
          ...found("endpoint_groups", still(0), still(0)),
        },
      ],
      silent: [
        { ...found("endpoints", well, still(4)), ...found("endpoint_groups", well, still(4)) },
        // No lookups at all.
        {
          ...found("endpoints", still(0), still(0)),
          ...found("endpoint_groups", still(0), still(0)),
        },
      ],
    };
  },
  ThanosFleetQueriesSlow: histogram("http_request_duration_seconds_bucket"),
  ThanosFleetStoreApiErrors: (named) => {
    const calls = (grpc_code: string, more = {}) =>
      named("grpc_server_handled_total", { grpc_code, ...more });
    // Frequent Info calls of each caller succeed whether or not its queries do, so they must not dilute the ratio.
    const looks = { [calls("OK", { grpc_service: "thanos.info.Info" })]: growing(1000) };
    return {
      fires: [{ ...looks, [calls("Unavailable")]: growing(1), [calls("OK")]: growing(10) }],
      silent: [{ [calls("Canceled")]: growing(5), [calls("OK")]: growing(10) }],
    };
  },
  ThanosFleetStoreApiSlow: histogram("grpc_server_handling_seconds_bucket"),
  ThanosFleetPartialResponses: (named) => {
    const calls = (grpc_method: string, grpc_code: string, by: number) => ({
      [named("grpc_client_handled_total", { grpc_method, grpc_code })]: growing(by),
    });
    const series = (endpoints: number, good: number, more: Series) => ({
      [named("thanos_store_nodes_grpc_connections", { instance: "a" })]: still(endpoints),
      ...calls("Series", "OK", good),
      ...calls("Series", "Canceled", 0),
      ...more,
    });
    return {
      fires: [
        series(2, 10, calls("Series", "Canceled", 1)),
        // One of 200 endpoints is down.
        series(200, 199, calls("Series", "Unavailable", 1)),
      ],
      silent: [
        series(2, 10, calls("Info", "Unavailable", 9)),
        // One call in a thousand, to any of two endpoints.
        series(2, 999, calls("Series", "Unavailable", 1)),
        // One query in a hundred is cancelled.
        series(200, 19_800, calls("Series", "Canceled", 200)),
      ],
    };
  },
  ThanosFleetBucketOperationsFail: ratio(
    "thanos_objstore_bucket_operation_failures_total",
    "thanos_objstore_bucket_operations_total",
  ),
  ThanosFleetBucketSlow: histogram("thanos_objstore_bucket_operation_duration_seconds_bucket"),
  ThanosFleetUploadsStopped: (named, { expr }) => {
    const of = (metric: string, tenant?: string) =>
      named(metric, { instance: "a", ...(tenant === undefined ? {} : { tenant }) });
    const there = { [named("up", { instance: "a" })]: still(1) };
    if (expr.includes("tenant")) {
      const tenant = (name: string, uploads: string, samples: string) => ({
        [of("thanos_shipper_uploads_total", name)]: uploads,
        [of("prometheus_tsdb_head_samples_appended_total", name)]: samples,
      });
      const good = { ...there, ...tenant("good", "0x119 1x119 2x119", growing(100)) };
      return {
        after: 180,
        fires: [{ ...good, ...tenant("stuck", still(5), growing(100)) }],
        // A writer that is gone, and the tenant that Receive makes for itself.
        silent: [good, { ...good, ...tenant("gone", still(5), still(9)) }],
      };
    }
    const uploaded = of("thanos_shipper_uploads_total");
    return {
      after: 180,
      fires: [{ ...there, [uploaded]: still(5) }],
      silent: [
        // One block in two hours, and an upload counter that is only two hours old.
        { ...there, [uploaded]: "0x119 1x119 2x119" },
        { ...there, [uploaded]: "_x130 0x200" },
        // A replica that was removed two hours after its last block.
        { [named("up", { instance: "a" })]: "1x120 stale", [uploaded]: "5x120 stale" },
      ],
    };
  },
  ThanosFleetSidecarAlone: gauge,
  ThanosFleetStoreBusy: histogram(
    "thanos_bucket_store_series_gate_queries_duration_seconds_bucket",
  ),
  ThanosFleetNothingScraped: () => ({
    fires: [NOTHING, { 'up{job="any"}': "1x5 stale" }],
    // Whether a target is up is another alert's matter.
    silent: [{ 'up{job="any",instance="a"}': still(0) }],
  }),
  ThanosFleetSamplesRefused: (named) =>
    each(named, "prometheus_target_scrapes_sample_", [
      "duplicate_timestamp_total",
      "out_of_order_total",
      "out_of_bounds_total",
    ]),
  ThanosFleetScrapeLimit: (named) => {
    const all = each(named, "prometheus_target_scrape", [
      "s_exceeded_sample_limit_total",
      "s_exceeded_body_size_limit_total",
      "s_exceeded_native_histogram_bucket_limit_total",
      "_pool_exceeded_label_limits_total",
    ]);
    const pool = (targets: number, limit: number) => ({
      [named("prometheus_target_scrape_pool_targets", { scrape_job: "a" })]: still(targets),
      [named("prometheus_target_scrape_pool_target_limit", { scrape_job: "a" })]: still(limit),
    });
    return {
      fires: [...all.fires, pool(2, 1)],
      // A limit of 0 is none.
      silent: [...all.silent, pool(1, 1), pool(2, 0)],
    };
  },
  ThanosFleetTargetsInvalid: (named) => {
    const failed = named("prometheus_target_sync_failed_total", { scrape_job: "a" });
    return {
      fires: [{ [failed]: growing(1) }],
      silent: [{ [failed]: still(1) }],
    };
  },
  ThanosFleetDiscoveryFails: (named) => {
    const requests = (status_code: string, values: string) => ({
      [named("prometheus_sd_kubernetes_http_request_total", { status_code })]: values,
    });
    const refreshed = named("prometheus_sd_refresh_failures_total", { mechanism: "http" });
    return {
      fires: [
        requests("<error>", growing(1)),
        requests("403", growing(1)),
        { [refreshed]: growing(1) },
      ],
      silent: [
        { ...requests("200", growing(9)), ...requests("<error>", still(2)), [refreshed]: still(3) },
        requests("410", growing(1)),
      ],
    };
  },
  ThanosFleetDatabaseFails: (named) => {
    const failed = (compactions: string, reloads: string) => ({
      [named("prometheus_tsdb_compactions_failed_total", { instance: "a" })]: compactions,
      [named("prometheus_tsdb_reloads_failures_total", { instance: "a" })]: reloads,
    });
    return {
      every: "10m",
      after: 180,
      fires: [failed(growing(1), still(0)), failed(still(0), growing(1))],
      // A single failure that is not repeated.
      silent: [failed(still(2), still(2)), failed(`0x6 1x${String(MANY)}`, still(0))],
    };
  },
  ThanosFleetStoreNotSyncing: (named) => {
    const tried = { [named("thanos_blocks_meta_syncs_total", { instance: "a" })]: growing(1) };
    const failed = named("thanos_blocks_meta_sync_failures_total", { instance: "a" });
    return {
      after: 60,
      fires: [{ ...tried, [failed]: growing(1) }],
      silent: [{ ...tried, [failed]: still(4) }],
    };
  },
  ThanosFleetBlocksNotLoaded: (named) => {
    const failures = named("thanos_bucket_store_block_load_failures_total", { instance: "a" });
    return {
      fires: [{ [failures]: growing(3) }, { [failures]: "0x4 1x14 2x14 3x14 4x14 5x14" }],
      // A failure that is not repeated at the next sync of the bucket.
      silent: [{ [failures]: still(3) }, { [failures]: `0x4 1x${String(MANY)}` }],
      silentAt: 50,
    };
  },
  ThanosFleetCompactHalted: (named) => ({
    fires: [{ [named("thanos_compact_halted")]: still(1) }],
    silent: [{ [named("thanos_compact_halted")]: still(0) }],
  }),
  ThanosFleetCompactMultiple: (named) => ({
    fires: [pods(named, 1, 1)],
    silent: [pods(named, 1), pods(named, 1, 0)],
  }),
  ThanosFleetCompactFails: ratio(
    "thanos_compact_group_compactions_failures_total",
    "thanos_compact_group_compactions_total",
  ),
  ThanosFleetCompactIdle: (named) => ({
    every: "10m",
    after: 60,
    fires: [{ [named("thanos_compact_iterations_total")]: still(4) }],
    silent: [{ [named("thanos_compact_iterations_total")]: growing(1) }],
  }),
  ThanosFleetCompactBehind: (named) => {
    const todo = named("thanos_compact_todo_compactions");
    return {
      every: "10m",
      fires: [{ [todo]: still(3) }],
      silent: [{ [todo]: still(0) }, { [todo]: `9x60 0 9x${String(MANY)}` }],
    };
  },
  ThanosFleetBlocksNotDeleted: counter(),
  ThanosFleetRetentionNotApplied: (named) => ({
    every: "10m",
    fires: [{ [named("thanos_compact_todo_deletion_blocks")]: still(2) }],
    silent: [
      { [named("thanos_compact_todo_deletion_blocks")]: still(0) },
      // Marked for deletion, and deleted later.
      { [named("thanos_compact_todo_deletion_blocks")]: `2x140 0x5 2x${String(MANY)}` },
      // One block after another: the next is marked while the previous waits for its deletion delay.
      {
        [named("thanos_compact_todo_deletion_blocks")]: Array<string>(20)
          .fill("1x130 2x10")
          .join(" "),
      },
    ],
  }),
  ThanosFleetBucketGrows: (named) => {
    const cut = named("prometheus_tsdb_compaction_chunk_size_bytes_sum", { instance: "a" });
    const gib = 2 ** 30;
    // Per hour: 36 hours at one rate, and then at another.
    const paces = (before: number, after: number) =>
      `0+${String(before)}x36 ${String(36 * before + after)}+${String(after)}x100`;
    return {
      every: "1h",
      after: 45 * 60,
      fires: [{ [cut]: paces(gib, 2 * gib) }],
      silent: [
        { [cut]: paces(gib, gib) },
        // Twice a small amount is still small.
        { [cut]: paces(gib / 100, gib / 50) },
        // Too new to compare.
        { [cut]: `_x30 0+${String(gib)}x100` },
      ],
    };
  },
  ThanosFleetReplicationFails: ratio(
    "thanos_receive_replications_total",
    "thanos_receive_replications_total",
    { result: "error" },
    { result: "success" },
  ),
  ThanosFleetWritesSlow: histogram("http_request_duration_seconds_bucket"),
  ThanosFleetWriterSilent: (named, { expr }) => {
    const [first = "", ...others] = listed("writer", expr);
    const taken = (tenants: readonly string[], values: string) =>
      Object.fromEntries(
        tenants.map((tenant) => [named("thanos_receive_write_samples_count", { tenant }), values]),
      );
    const there = { [named("up")]: still(1), ...taken(others, growing(10)) };
    return {
      about: first,
      fires: [there, { ...there, ...taken([first], still(100)) }],
      // If Receive is not scraped, another alert fires, and nothing is known about its writers.
      silent: [{ ...there, ...taken([first], growing(10)) }, { [named("up")]: still(0) }, {}],
    };
  },
  ThanosFleetForwardsFail: ratio(
    "thanos_receive_forward_requests_total",
    "thanos_receive_forward_requests_total",
    { result: "error", instance: "a" },
    { result: "success", instance: "a" },
  ),
  ThanosFleetPushBehind: (named) => {
    const of = (what: string) => named(`prometheus_remote_storage_${what}`, { url: "u" });
    const queue = (sent: string, desired: number) => ({
      [of("queue_highest_timestamp_seconds")]: growing(60),
      [of("queue_highest_sent_timestamp_seconds")]: sent,
      [of("shards_desired")]: still(desired),
      [of("shards_max")]: still(50),
    });
    return {
      fires: [queue(still(0), 1), queue(growing(60), 51)],
      silent: [queue(growing(60), 50), queue(`0x1 ${growing(60)}`, 1)],
    };
  },
  ThanosFleetPushFails: (named) => {
    const samples = (failed: string, retried: string) => ({
      [named("prometheus_remote_storage_samples_failed_total")]: failed,
      [named("prometheus_remote_storage_samples_retried_total")]: retried,
    });
    return {
      fires: [samples(growing(5), still(0)), samples(still(0), growing(5))],
      silent: [samples(still(3), still(3))],
    };
  },
  ThanosFleetRulesFail: counter({ rule_group: "a" }),
  ThanosFleetRulesMissed: (named) => {
    const group = (missed: string, last: string) => ({
      [named("prometheus_rule_group_iterations_missed_total", { rule_group: "a" })]: missed,
      [named("prometheus_rule_group_last_evaluation_timestamp_seconds", { rule_group: "a" })]: last,
      [named("prometheus_rule_group_interval_seconds", { rule_group: "a" })]: still(60),
    });
    return {
      after: 10,
      fires: [group(growing(3), growing(60)), group(still(3), `0+60x5 300x${String(MANY)}`)],
      silent: [group(still(3), growing(60))],
    };
  },
  ThanosFleetRulesSlow: (named) => {
    const group = (seconds: number, rule_group: string) => ({
      [named("prometheus_rule_group_last_duration_seconds", { rule_group })]: still(seconds),
      [named("prometheus_rule_group_interval_seconds", { rule_group })]: still(60),
    });
    return {
      fires: [{ ...group(1, "a"), ...group(55, "b") }],
      silent: [{ ...group(1, "a"), ...group(40, "b") }],
    };
  },
  ThanosFleetRulerIdle: (named, { expr }) => {
    const rules = (evaluated: string, loaded: number) => ({
      [named("prometheus_rule_evaluations_total", { rule_group: "a" })]: evaluated,
      [named("thanos_rule_loaded_rules")]: still(loaded),
    });
    const minutes = Number(/\[(\d+)s\]/.exec(expr)?.[1]) / 60;
    return {
      after: minutes,
      fires: [rules(still(8), 3)],
      silent: [rules(growing(1), 3), rules(still(8), 0)],
    };
  },
  ThanosFleetRulesPartial: counter({ strategy: "warn" }),
  ThanosFleetAlertsDropped: (named, rule) => {
    const [selector] = selectorsOf(rule.expr);
    const metric = selector?.metric ?? "";
    if (metric !== "prometheus_notifications_dropped_total") {
      return counter()(named, rule);
    }
    const dropped = (a: string, b: string) => ({
      [named(metric, { alertmanager: "a" })]: a,
      [named(metric, { alertmanager: "b" })]: b,
    });
    return {
      fires: [dropped(growing(3), growing(2)), { [named(metric)]: growing(3) }],
      // The other one gets them.
      silent: [dropped(growing(3), still(2)), dropped(still(3), still(2))],
    };
  },
  ThanosFleetAlertmanagerMissed: counter({ alertmanager: "a" }),
  ThanosFleetNoAlertmanager: gauge,
  ThanosFleetAlertmanagersDiffer: (named) => {
    const hash = (instance: string) => named("alertmanager_config_hash", { instance });
    return {
      fires: [{ [hash("a")]: still(7), [hash("b")]: still(8) }],
      silent: [{ [hash("a")]: still(7), [hash("b")]: still(7) }, { [hash("a")]: still(7) }],
    };
  },
  ThanosFleetConfigRejected: gauge,
  ThanosFleetNotificationsFail: ratio(
    "alertmanager_notifications_failed_total",
    "alertmanager_notifications_total",
    { integration: "slack" },
    { integration: "slack" },
  ),
  ThanosFleetAlertmanagersApart: (named, rule) => {
    const members = named("alertmanager_cluster_members", { instance: "a" });
    return {
      fires: [{ [members]: still(bound(rule) - 1) }],
      silent: [{ [members]: still(bound(rule)) }],
    };
  },
  ThanosFleetObserveeMissing: missing,
  ThanosFleetCheckStopped: (named, { expr }) => {
    const rules = (evaluations: string, failures: string) => ({
      [named("prometheus_rule_evaluations_total", { instance: "a" })]: evaluations,
      [named("prometheus_rule_evaluation_failures_total", { instance: "a" })]: failures,
    });
    const other = {
      [named("prometheus_rule_evaluations_total", { instance: "b" })]: growing(2),
      [named("prometheus_rule_evaluation_failures_total", { instance: "b" })]: still(0),
    };
    return {
      fires: [
        // A shard that scrapes no pod of the check does not judge it.
        ...(expr.startsWith("(") ? [{}] : []),
        ...[rules(still(7), still(0)), rules(growing(2), growing(2))],
      ],
      silent: [rules(growing(2), still(3)), { ...rules(growing(2), growing(2)), ...other }],
    };
  },
  ThanosFleetVolumeFull: (named) => {
    const disk = (what: string) =>
      named(`kubelet_volume_stats_${what}_bytes`, { persistentvolumeclaim: "data" });
    const capacity = { [disk("capacity")]: still(100) };
    return {
      fires: [{ ...capacity, [disk("available")]: still(9) }],
      silent: [{ ...capacity, [disk("available")]: still(11) }],
    };
  },
  ThanosFleetCertificateEndsSoon: certificate,
  ThanosFleetCertificateEndsVerySoon: certificate,
};

const WHOLE_MINUTES: Readonly<Record<string, number>> = { "1m": 1, "10m": 10, "1h": 60 };

/** The promtool test of a rule, with all of its scenarios. */
export function ruleTest(rule: Rule): RuleTest {
  const { alert, labels } = rule;
  const scenarios = caseOf(rule)(namedIn(rule), rule);
  const { fires, silent, after = 0, every = "1m" } = scenarios;
  const step = WHOLE_MINUTES[every] ?? 1;
  const waits = durationSeconds(rule.for ?? "0d") / 60;
  const at = Math.ceil((after + waits) / step) * step + 10 * step;
  const firing = `group by (cluster) (ALERTS{alertname="${alert}",alertstate="firing"})`;
  const test = (series: Series, minutes: number, samples: readonly object[]) => ({
    interval: every,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [{ expr: firing, eval_time: `${String(minutes)}m`, exp_samples: samples }],
  });
  const cluster = `{cluster="${scenarios.about ?? labels["cluster"] ?? ""}"}`;
  return {
    rules: { groups: [{ name: "tested", rules: [rule] }] },
    evaluationInterval: every,
    tests: [
      ...fires.map((series) => test(series, at, [{ labels: cluster, value: 1 }])),
      ...silent.map((series) => test(series, scenarios.silentAt ?? at, [])),
    ],
  };
}

function caseOf({ alert }: Rule): Case {
  const found = CASES[alert];
  if (found === undefined) {
    throw new Error(
      `${alert} has no case with series for which it fires, and series for which it is silent`,
    );
  }
  return found;
}

/** Label values are those that the rule's selector requires; of several alternatives, the first. */
const namedIn =
  ({ expr }: Rule): Named =>
  (metric, labels = {}) => {
    const selector = selectorsOf(expr).find((each) => each.metric === metric);
    const asked = (selector?.matchers ?? [])
      .filter(({ is, value }) => is === "=" || (is === "=~" && /^([\w|-]|\.\+)+$/.test(value)))
      .map(({ label, value }) => [label, value.replace(".+", "any").split("|")[0] ?? ""]);
    const all: Record<string, string> = { ...Object.fromEntries(asked), ...labels };
    const inside = Object.entries(all).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    return `${metric}{${inside.join(",")}}`;
  };
