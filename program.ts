// The program: reads the configuration and other stacks' outputs, then creates the component of the stack's role.
import * as pulumi from "@pulumi/pulumi";
import { Observee } from "./components/observee/component";
import { Observer } from "./components/observer/component";
import { makeProviders } from "./components/providers";
import { loadConfig } from "./config/load";
import { checkCluster, readFleet, readObserver } from "./stacks";
import { labelMonitors } from "./kubernetes/monitor-labels";
import type { ReadContexts } from "./config/kube-context";

/** Runs the stack and returns its outputs, the contract with the other stacks. */
export async function program(contextsOf: ReadContexts): Promise<Record<string, unknown>> {
  disableDebugLog();
  const config = loadConfig(contextsOf);
  const { labels } = config.monitors;
  const transformations = labels === undefined ? [] : [labelMonitors(labels)];
  switch (config.role) {
    case "observer": {
      const fleet = await readFleet(config);
      const providers = makeProviders(config);
      await checkCluster(config, providers);
      return new Observer("observer", { ...config, ...fleet }, { providers, transformations })
        .outputs;
    }
    case "observee": {
      const observer = await readObserver(config);
      const providers = makeProviders(config);
      if (observer.clientCas.length > 0) {
        await checkCluster(config, providers);
      }
      return new Observee("observee", { ...config, ...observer }, { providers, transformations })
        .outputs;
    }
  }
}

/**
 * The SDK logs every answer of the engine verbatim with `--debug`, private keys in clear text. The engine prints these
 * logs with `pulumi up --json` too, and writes them to event logs. The SDK has no option to turn this off.
 */
function disableDebugLog(): void {
  Reflect.set(pulumi.log, "debug", () => Promise.resolve());
}
