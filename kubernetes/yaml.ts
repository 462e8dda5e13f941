// YAML from plain objects, the same text for the same object.
import { stringify } from "yaml";

/**
 * Keys are sorted, lines are never folded. The readers are Go programs that still know YAML 1.1, so a text such as `on`
 * is quoted: it would be read as true.
 */
export const toYaml = (value: unknown): string =>
  stringify(value, { sortMapEntries: true, lineWidth: 0, version: "1.1" });
