// Serializes plain objects to stable YAML.
import { stringify } from "yaml";

/**
 * YAML text with sorted keys and without folded lines. The readers are Go programs that accept YAML 1.1, so strings
 * such as `on`, which they would read as true, are quoted.
 */
export const toYaml = (value: unknown): string =>
  stringify(value, { sortMapEntries: true, lineWidth: 0, version: "1.1" });
