// Builds Grafana's thresholds, and the letters that identify queries.
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type { Red } from "./panel";

/** Grafana's thresholds. `good` is the colour of values that are not red; without `red`, of all values. */
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

/** Letter of the query at index `i`: A, B, … */
export const refId = (i: number): string => String.fromCharCode("A".charCodeAt(0) + i);
