// Panels of the fleet dashboard that count the clusters and list each of them in a table row.
import { CERTIFICATE_END } from "../pki/expiry/metrics";
import { MEMBER } from "./member-metric";
import { prometheusByCluster, panel, type PanelSpec } from "../grafana/dashboard/panel";
import { CLUSTER_MATCHER } from "../grafana/dashboard/selectors";

/** Clusters with recent samples. */
const SEEN = `group by (cluster) (up{${CLUSTER_MATCHER}})`;
/** Clusters in the observer's configuration, including the observer. */
const EXPECTED = `group by (cluster) (label_replace(${MEMBER}{member=~"$cluster"}, "cluster", "$1", "member", "(.+)"))`;

const series = prometheusByCluster((matchers) => `prometheus_tsdb_head_series{${matchers}}`);
const samples = prometheusByCluster(
  (matchers) => `rate(prometheus_tsdb_head_samples_appended_total{${matchers}}[$__rate_interval])`,
);
const alerts = `ALERTS{${CLUSTER_MATCHER}, alertname=~"ThanosFleet.+", alertstate="firing", severity=~"critical|warning"}`;
const days = `min by (cluster) ((${CERTIFICATE_END}{${CLUSTER_MATCHER}} - time()) / 86400)`;

/** Seconds after which the next sample is overdue: three times the longest scrape interval, one minute. */
export const LATE = 180;

/** Single numbers about all clusters. */
export const NUMBERS: readonly PanelSpec[] = [
  panel(
    "Clusters",
    "Clusters of which there are samples of the last minutes.",
    "short",
    `count(${SEEN})`,
    "clusters",
    { kind: "stat", red: { below: 1 } },
  ),
  panel(
    "Missing clusters",
    "Clusters that stand in the observer's configuration and of which there is no sample.",
    "short",
    `count(${EXPECTED} unless ${SEEN}) or vector(0)`,
    "clusters",
    { kind: "stat", red: { above: 0.5 } },
  ),
  panel(
    "Alerts that fire",
    "Alerts of this program's own, in all clusters: warnings and worse.",
    "short",
    `count(${alerts}) or vector(0)`,
    "alerts",
    { kind: "stat", red: { above: 0.5 } },
  ),
  panel(
    "Active series",
    "Series that the Prometheuses hold in memory now, each replica's counted.",
    "short",
    `sum(${series})`,
    "series",
    { kind: "stat" },
  ),
  panel(
    "Samples taken in",
    "Samples that all Prometheuses of the clusters take in each second.",
    "count:samples/s",
    `sum(${samples})`,
    "samples",
    { kind: "stat" },
  ),
  panel(
    "Next certificate to end",
    "Days until the first certificate of any cluster ends. `pulumi up` renews a leaf; an authority is rotated.",
    "suffix:days",
    `min(${days})`,
    "days",
    { kind: "stat", red: { below: 7 } },
  ),
];

/** The table with a row per cluster. */
export const TABLE: PanelSpec = {
  title: "Each cluster",
  description:
    "Those that are missing come first. A cluster's name leads to its own page; its certificates are those that its own stack made.",
  kind: "table",
  unit: "short",
  queries: [
    {
      legend: "State",
      expr: `${SEEN} or 0 * ${EXPECTED}`,
      red: { below: 1 },
      valueMappings: { 0: { text: "missing" }, 1: { text: "there" } },
    },
    {
      legend: "Alerts",
      expr: `count by (cluster) (${alerts}) or 0 * ${SEEN}`,
      red: { above: 1 },
    },
    {
      legend: "Targets that are up",
      expr: `avg by (cluster) (up{${CLUSTER_MATCHER}})`,
      unit: "percentunit",
      red: { below: 0.9 },
    },
    {
      legend: "Newest sample",
      expr: `time() - max by (cluster) (timestamp(up{${CLUSTER_MATCHER}}))`,
      unit: "s",
      red: { above: LATE },
    },
    { legend: "Active series", expr: series, unit: "short" },
    { legend: "Samples", expr: samples, unit: "count:samples/s" },
    { legend: "Next certificate", expr: days, unit: "suffix:days", red: { below: 7 } },
  ],
};
