// Metrics in the alerts of a part, queried in a suite that deploys the part.
import { observer } from "../../../lab/cluster/machines";
import { PORTS } from "../../../kubernetes/ports";
import { METRICS } from "../../support/known-metrics";
import { getFromPod } from "./cluster";
import { podsOf } from "./counters";

/** Metrics that a part has only once something has happened. */
export const LATER: Readonly<Record<string, string>> = {
  grpc_client_handled_total:
    "counts by code once there was a call: a Query that nobody asks has it for Info only",
  http_requests_total: "counts by code once there was a request",
  http_request_duration_seconds_bucket: "as http_requests_total",
  prometheus_notifications_dropped_total: "there once Prometheus knows an Alertmanager",
  prometheus_remote_storage_samples_failed_total: "there where Prometheus pushes",
  prometheus_remote_storage_samples_retried_total: "there where Prometheus pushes",
  prometheus_remote_storage_queue_highest_sent_timestamp_seconds: "there where Prometheus pushes",
  prometheus_remote_storage_queue_highest_timestamp_seconds: "there where Prometheus pushes",
  prometheus_remote_storage_shards_desired: "there where Prometheus pushes",
  prometheus_remote_storage_shards_max: "there where Prometheus pushes",
  prometheus_sd_refresh_failures_total:
    "there where a ScrapeConfig asks another source than Kubernetes",
  thanos_compact_group_compactions_total: "there once blocks were found that could be joined",
  thanos_compact_group_compactions_failures_total: "as thanos_compact_group_compactions_total",
  thanos_compact_todo_compactions: "there from the Compactor's first look at its progress",
  thanos_compact_todo_deletion_blocks: "there from the Compactor's first look at its progress",
};

interface Asked {
  readonly cluster?: string;
  readonly port?: number;
}

/** Metrics that no pod of a part has; `component` is its label. */
export async function missingOf(
  part: string,
  component: string,
  { cluster = observer.name, port = PORTS.http }: Asked = {},
): Promise<string[]> {
  const pods = await podsOf(part, cluster);
  const texts = await Promise.all(pods.map((pod) => getFromPod(cluster, pod, port, "/metrics")));
  const found = new Set(texts.join("\n").match(/^[a-zA-Z_:][\w:]*/gm));
  return (METRICS[component] ?? ["no component of this name"]).filter((name) => !found.has(name));
}
