// A user's mistake: Pulumi prints the message alone.
import * as pulumi from "@pulumi/pulumi";

/**
 * The stack is cut, not only hidden: Pulumi formats it for its own trace, and to map it back to TypeScript would take
 * ten seconds.
 */
export function userError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}
