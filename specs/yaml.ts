// YAML from plain objects, the same text for the same object.
import { stringify } from "yaml";

/** Keys are sorted, lines are never folded. */
export const toYaml = (value: unknown): string =>
  stringify(value, { sortMapEntries: true, lineWidth: 0 });
