/** A value as Pulumi hands it over: objects are JSON. Text that is no JSON stays text, and fails its schema. */
export function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
