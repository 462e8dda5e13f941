// Builds flags and pod of the fleet check: a Ruler whose results last no longer than its pod.
import type { PartArgs } from "../../kubernetes/part";
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import { definedPart, type Part } from "../../kubernetes/workload";
import { checksum } from "../pki/certificates/fingerprint";
import { evaluationFlags, ruleFilesVolume, type RuleArgs } from "../ruler/spec";
import { FLEET_CHECK } from "./part";
import { CHECK_INTERVAL } from "./rules";

const DATA_DIR = "/var/thanos/fleet-check";

export type FleetCheckArgs = PartArgs & Pick<RuleArgs, "groups" | "alerts" | "queryUrl">;

/** The Ruler has no object store: its alerts matter when they are sent, and nobody queries their history. */
export const fleetCheckPart = (
  args: FleetCheckArgs,
  files: Readonly<Record<string, string>>,
): Part => ({
  ...definedPart(FLEET_CHECK, args),
  args: evaluationFlags({
    ...args,
    dataDir: DATA_DIR,
    evaluationInterval: CHECK_INTERVAL,
    retention: "1d",
    blockDuration: "2h",
  }),
  grpc: true,
  podNameEnv: true,
  drainSeconds: TIMEOUTS.drain,
  // The files are read at start only; one replica keeps evaluating while the other restarts.
  podAnnotations: { "checksum/config": checksum(JSON.stringify(files)) },
  volumes: [
    {
      name: "data",
      mountPath: DATA_DIR,
      source: { emptyDir: { sizeLimit: "500Mi" } },
      writable: true,
    },
    ruleFilesVolume(FLEET_CHECK.name),
  ],
});
