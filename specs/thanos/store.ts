// The Store Gateway: answers for the blocks of one bucket.
import { storeStartupProbe } from "../probes";
import { RESOURCES } from "../resources";
import { TIMEOUTS } from "../timeouts";
import { commonFlags, grpcAddress, httpAddress, type Part } from "../workload";
import { objstoreFlag, objstoreVolume } from "./object-store";

export const STORE_DATA_DIR = "/var/thanos/store";

/** Flags: https://thanos.io/tip/components/store.md/#flags. */
export const storeFlags: readonly string[] = [
  "store",
  ...commonFlags,
  httpAddress,
  grpcAddress,
  `--data-dir=${STORE_DATA_DIR}`,
  objstoreFlag,
  // Half of the Compactor's delete delay: a block is never asked for after it is gone.
  "--ignore-deletion-marks-delay=24h",
  "--store.enable-index-header-lazy-reader",
  "--disable-admin-operations",
];

export const storePart = (
  base: Pick<Part, "name" | "namespace" | "image" | "size" | "podAnnotations">,
  objstoreSecret: string,
): Part => ({
  ...base,
  component: "object-store-gateway",
  args: storeFlags,
  resources: RESOURCES.store,
  grpc: true,
  drainSeconds: TIMEOUTS.drain,
  startupProbe: storeStartupProbe,
  volumes: [objstoreVolume(objstoreSecret)],
});
