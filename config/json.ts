/** Decodes a configuration value, which Pulumi passes as JSON. Text that is not JSON is returned as it is. */
export function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
