// Requires that Pulumi's default providers are disabled: they use the machine's ambient kube context or AWS profile.
import { formatValue, type ConfigError } from "./errors";
import { jsonOf } from "./json";

/**
 * Key of Pulumi's own configuration: packages whose default provider may not be used.
 * https://github.com/pulumi/pulumi/pull/8829
 */
export const DEFAULT_PROVIDERS = "pulumi:disable-default-providers";

/** An error unless the list has "*", every package. `text` is the key's raw value, undefined where it is not set. */
export function defaultProvidersErrors(text: string | undefined): ConfigError[] {
  const value = text === undefined ? undefined : jsonOf(text);
  if (Array.isArray(value) && value.includes("*")) {
    return [];
  }
  const why =
    "without it a resource that names no provider would use the ambient kube context or AWS profile";
  const fix = `write \`${DEFAULT_PROVIDERS}: ["*"]\` below \`config:\` in the stack's file`;
  return [
    value === undefined
      ? { path: DEFAULT_PROVIDERS, rule: `is required: ${why}`, fix }
      : { path: DEFAULT_PROVIDERS, value: formatValue(value), rule: `must be ["*"]: ${why}`, fix },
  ];
}
