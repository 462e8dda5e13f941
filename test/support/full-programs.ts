// Builds the programs that the *.full.ts tests run, once, before mocha starts its workers.
import { buildPrograms, programs } from "../../lab/build/programs";

/** Takes minutes where the cache does not hold them, and says so. */
export const mochaGlobalSetup = (): Promise<void> =>
  buildPrograms([
    programs.prometheus,
    programs.thanos,
    programs.alertmanager,
    programs["kube-rbac-proxy"],
  ]);
