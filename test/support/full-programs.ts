// Mocha setup that builds the programs for the *.full.ts tests once, before the workers start.
import { buildPrograms, programs } from "../../lab/build/programs";

/** Takes minutes and prints progress if the programs are not in the cache. */
export const mochaGlobalSetup = (): Promise<void> =>
  buildPrograms([
    programs.prometheus,
    programs.thanos,
    programs.alertmanager,
    programs["kube-rbac-proxy"],
  ]);
