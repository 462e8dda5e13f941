// An error caused by the user: Pulumi prints only its message.
import * as pulumi from "@pulumi/pulumi";

/**
 * An error that Pulumi shows without a stack trace. The trace is replaced by the message: Pulumi formats it for its own
 * log, and mapping it back to TypeScript takes ten seconds.
 */
export function userError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}
