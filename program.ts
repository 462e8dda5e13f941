// The program: configuration and references first, then the one component of this stack's role.
import * as pulumi from "@pulumi/pulumi";
import { Observee } from "./components/observee/component";
import { Observer } from "./components/observer/component";
import { makeProviders } from "./components/providers";
import { loadConfig } from "./config/load";
import { checkCluster, readFleet, readObserver } from "./stacks";
import type { ReadContexts } from "./config/kube-context";

/** Runs the stack and returns its outputs, the contract with the other stacks. */
export async function program(contextsOf: ReadContexts): Promise<Record<string, unknown>> {
  disableDebugLog();
  const config = loadConfig(contextsOf);
  switch (config.role) {
    case "observer": {
      const fleet = await readFleet(config);
      const providers = makeProviders(config);
      await checkCluster(config, providers);
      return new Observer("observer", { ...config, ...fleet }, { providers }).outputs;
    }
    case "observee": {
      const observer = await readObserver(config);
      const providers = makeProviders(config);
      if (observer.clientCas.length > 0) {
        await checkCluster(config, providers);
      }
      return new Observee("observee", { ...config, ...observer }, { providers }).outputs;
    }
  }
}

/**
 * The SDK logs each answer of the engine as it came, private keys in clear, for whoever runs Pulumi with `--debug`. The
 * engine prints that with `pulumi up --json` too, and writes it to event logs. No option of the SDK's turns it off.
 */
function disableDebugLog(): void {
  Reflect.set(pulumi.log, "debug", () => Promise.resolve());
}
