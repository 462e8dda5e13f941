/** Decodes a value that Pulumi passes as JSON. Text that is not JSON stays as it is, and fails its schema. */
export function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
