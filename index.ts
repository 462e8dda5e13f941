// The program: configuration and references first, then the one component of this stack's role.
import { Observee } from "./components/observee";
import { Observer } from "./components/observer";
import { makeProviders } from "./components/providers";
import { loadConfig } from "./config";
import { readFleet, readObserver } from "./references";

/** Runs the stack and returns its outputs, the contract with the other stacks. */
export = async (): Promise<Record<string, unknown>> => {
  const config = loadConfig();
  switch (config.role) {
    case "observer": {
      const fleet = await readFleet(config);
      const providers = makeProviders(config);
      return new Observer("observer", { ...config, ...fleet }, { providers }).outputs;
    }
    case "observee": {
      const observer = await readObserver(config);
      const providers = makeProviders(config);
      return new Observee("observee", { ...config, ...observer }, { providers }).outputs;
    }
  }
};
