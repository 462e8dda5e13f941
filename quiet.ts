// The SDK's tracing, switched off: nobody asks for it, and it tells secrets.
import * as pulumi from "@pulumi/pulumi";

/**
 * The SDK logs each answer of the engine as it came, private keys in clear, for whoever runs Pulumi with `--debug`. The
 * engine prints that with `pulumi up --json` too, and writes it to event logs. No option of the SDK's turns it off.
 */
export function withoutTracing(): void {
  Reflect.set(pulumi.log, "debug", () => Promise.resolve());
}
