// Alerts on Receive and on clusters that remote-write to it: answers lack a silent one without a warning.
import { alertRule, type AlertPlace, type AlertRule } from "../../kubernetes/alerts/alert";
import { constantNames } from "../../kubernetes/alerts/vectors";
import { ofKinds, select, type AlertContext } from "../cluster-metrics/alert-context";
import { RECEIVE } from "./part";

/** Alert on `writers` of which Receive has taken in no samples, from Receive's own metrics. */
export const writerAlerts = (context: AlertPlace, writers: readonly string[]): AlertRule[] => {
  const receive = { job: RECEIVE.name };
  const written = `sum by (tenant) (rate(thanos_receive_write_samples_count${select(context, receive, 'code="200"')}[5m])) > 0`;
  const expected = constantNames("writer", writers);
  return writers.length === 0
    ? []
    : [
        alertRule(context, {
          alert: "ThanosFleetWriterSilent",
          // Only while Receive is scraped: otherwise nothing is known of any writer, and another alert fires.
          expr:
            `${expected} unless on (writer) label_replace(${written}, "writer", "$1", "tenant", "(.+)")` +
            ` and on () sum(up${select(context, receive)}) > 0`,
          for: "10m",
          severity: "critical",
          labels: { cluster: "{{ $labels.writer }}" },
          summary: "Receive has taken in nothing of {{ $labels.writer }} for 10 minutes.",
          description:
            "Look at the logs of its Prometheus for remote write, and at its certificate.",
        }),
      ];
};

/** Alert on copies of samples that a replica of Receive cannot forward to the others. */
export const replicationAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "receive").map((part) => {
    const tries = (...more: string[]) =>
      `sum(rate(thanos_receive_replications_total${select(context, part, ...more)}[5m]))`;
    return alertRule(context, {
      alert: "ThanosFleetReplicationFails",
      expr: `${tries('result="error"')} / ${tries()} > 0.05`,
      for: "10m",
      severity: "warning",
      summary: `Receive of ${context.cluster} cannot keep all copies of what it is sent.`,
      description: "With one more replica away, writers would be refused.",
    });
  });

/** Writes that a replica of Receive could not forward to another one, whether or not the others took them. */
export const forwardAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "receive").map((part) => {
    const requests = (...more: string[]) =>
      `sum by (instance) (rate(thanos_receive_forward_requests_total${select(context, part, ...more)}[5m]))`;
    return alertRule(context, {
      alert: "ThanosFleetForwardsFail",
      expr: `${requests('result="error"')} / ${requests()} > 0.05`,
      for: "15m",
      severity: "warning",
      labels: { job: part.job },
      summary: `{{ $labels.instance }} in ${context.cluster} cannot forward all writes to the other replicas.`,
      description: "Fewer copies than configured are kept of what writers send.",
    });
  });

/** In seconds. Prometheus aborts a write after 30 s and retries. */
const SLOW_WRITE = 10;

/** Alert on slow writes to Receive. */
export const writeLatencyAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "receive").map((part) =>
    alertRule(context, {
      alert: "ThanosFleetWritesSlow",
      expr: `histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket${select(context, part, 'handler="receive"')}[5m]))) > ${String(SLOW_WRITE)}`,
      for: "10m",
      severity: "warning",
      labels: { job: part.job },
      summary: `The slowest writes to Receive of ${context.cluster} take more than ${String(SLOW_WRITE)} s.`,
      description: "Clusters that push fall behind; after 30 s they give up and send again.",
    }),
  );
