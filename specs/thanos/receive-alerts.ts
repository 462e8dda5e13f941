// Alerts on clusters that push: one that stops is missing without a warning in any answer.

/** `spec` of a PrometheusRule: an alert for each writer, from the metrics of Receive itself. */
export const writerRules = (writers: readonly string[]) => ({
  groups: [
    {
      name: "thanos-fleet-writers",
      rules: writers.map((writer) => ({
        alert: "ThanosFleetWriterSilent",
        // Receive that is not scraped is as silent as a writer.
        expr: `(sum(rate(thanos_receive_write_samples_count{tenant="${writer}",code="200"}[5m])) or vector(0)) == 0`,
        for: "10m",
        labels: { severity: "critical", writer },
        annotations: {
          summary: `Receive has taken in nothing of ${writer} for 10 minutes.`,
          description: `Queries lack ${writer} without a warning. Look at the logs of its Prometheus for remote write, and at its certificate.`,
        },
      })),
    },
  ],
});
