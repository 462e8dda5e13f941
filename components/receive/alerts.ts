// Alerts on Receive, and on the clusters that push: one that stops is missing without a warning in any answer.
import { alertRule, type AlertPlace, type AlertRule } from "../../kubernetes/alerts/alert";
import { ofKinds, select, type AlertContext } from "../cluster-metrics/alert-context";
import { RECEIVE } from "./part";

/** An alert for each writer, from the metrics of Receive itself. */
export const writers = (of: AlertPlace, names: readonly string[]): AlertRule[] =>
  names.map((writer) => {
    const taken = select(of, { job: RECEIVE.name }, `tenant="${writer}"`, 'code="200"');
    return alertRule(of, {
      alert: "ThanosFleetWriterSilent",
      // While Receive is not scraped nothing is known of any of them; that has an alert of its own.
      expr:
        `(sum(rate(thanos_receive_write_samples_count${taken}[5m])) or vector(0)) == 0` +
        ` and on () sum(up${select(of, { job: RECEIVE.name })}) > 0`,
      for: "10m",
      severity: "critical",
      labels: { cluster: writer, writer },
      summary: `Receive has taken in nothing of ${writer} for 10 minutes.`,
      description: `Queries lack ${writer} without a warning. Look at the logs of its Prometheus for remote write, and at its certificate.`,
    });
  });

/** Copies that a replica of Receive could not hand to the others. */
export const replication = (of: AlertContext): AlertRule[] =>
  ofKinds(of, "receive").map((part) => {
    const tries = (...more: string[]) =>
      `sum(rate(thanos_receive_replications_total${select(of, part, ...more)}[5m]))`;
    return alertRule(of, {
      alert: "ThanosFleetReplicationFails",
      expr: `${tries('result="error"')} / ${tries()} > 0.05`,
      for: "10m",
      severity: "warning",
      summary: `Receive of ${of.cluster} cannot keep all copies of what it is sent.`,
      description: "With one more replica away, writers would be refused.",
    });
  });

/** Prometheus gives up a write after half a minute, and tries again. */
const SLOW_WRITE = 10;

export const writesSlow = (of: AlertContext): AlertRule[] =>
  ofKinds(of, "receive").map((part) =>
    alertRule(of, {
      alert: "ThanosFleetWritesSlow",
      expr: `histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket${select(of, part, 'handler="receive"')}[5m]))) > ${String(SLOW_WRITE)}`,
      for: "10m",
      severity: "warning",
      labels: { job: part.job },
      summary: `The slowest writes to Receive of ${of.cluster} take more than ${String(SLOW_WRITE)} s.`,
      description: "Clusters that push fall behind; after 30 s they give up and send again.",
    }),
  );
