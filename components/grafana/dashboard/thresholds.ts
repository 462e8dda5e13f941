// Where something is bad, as Grafana's thresholds have it, and the letters by which it calls queries.
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type { Red } from "./panel";

/** What is good has that colour; with none that is bad, all has. */
export const thresholdsOf = (red: Red | undefined, good: string): dashboard.ThresholdsConfig => ({
  mode: dashboard.ThresholdsMode.Absolute,
  steps:
    red === undefined
      ? [{ value: null, color: good }]
      : "above" in red
        ? [
            { value: null, color: good },
            { value: red.above, color: "red" },
          ]
        : [
            { value: null, color: "red" },
            { value: red.below, color: good },
          ],
});

/** Of the query at this place. */
export const refId = (i: number): string => String.fromCharCode("A".charCodeAt(0) + i);
