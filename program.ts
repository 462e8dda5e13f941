// The program: configuration and references first, then the one component of this stack's role.
import { Observee } from "./components/observee";
import { Observer } from "./components/observer";
import { makeProviders } from "./components/providers";
import { loadConfig } from "./config";
import { withoutTracing } from "./quiet";
import { checkCluster, readFleet, readObserver } from "./references";
import type { ReadContexts } from "./specs/config/kube-context";

/** Runs the stack and returns its outputs, the contract with the other stacks. */
export async function program(contextsOf: ReadContexts): Promise<Record<string, unknown>> {
  withoutTracing();
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
