// Reads the observees' outputs for the observer, and checks the fleet before any component is created.
import { locationOf } from "../components/object-store/config";
import { grantedBuckets } from "../components/object-store/observee-store";
import { readerErrors } from "../components/object-store/s3/fleet-access";
import { madeIdentity } from "../components/object-store/s3/roles-config";
import type { ObserverArgs } from "../components/observer/args";
import { existingCas } from "../components/pki/authority/existing-ca";
import {
  ALERTMANAGER,
  RECEIVE,
  serverEndpointErrors,
} from "../components/pki/rotation/server-endpoints";
import type { ConfigError } from "../config/errors";
import { throwIfAny, type ObserverConfig } from "../config/load";
import { IMAGES } from "../kubernetes/images";
import { observeeContract, type ObserveeContract } from "./contract";
import { fleetErrors, sameClusterErrors, skewWarnings, type Member } from "./fleet-checks";
import { clientCaErrors, entriesOf, observeeErrors, type ObserveeEntry } from "./observee-checks";
import { observeeStores } from "./observee-stores";
import {
  caExpiryWarnings,
  clusterNameErrors,
  STORE_CA,
  storeCaOf,
  logWarnings,
} from "./own-stack-checks";
import { previousClientCa, previousServerCa } from "./previous-ca";
import { observerPreviousOutputs, type ObserverPreviousOutputs } from "./previous-outputs";
import { outputPlace, readContract, readPreviousOutputs } from "./references";
import { timesOf } from "./times";

/** Arguments of the observer that come from the observees' stacks and from its own last `up`. */
export type FleetView = Pick<
  ObserverArgs,
  | ("observees" | "leaving" | "leavingReceive" | "leavingAlertmanager")
  | ("existingCas" | "observeeStoreConfigs")
>;

/**
 * Reads all observees. Throws a RunError with every error in their outputs, also if a connected one can no longer be
 * read, so that nothing of it is removed.
 */
export async function readFleet(config: ObserverConfig): Promise<FleetView> {
  const previous = await readPreviousOutputs(config.stack, observerPreviousOutputs);
  const { now } = timesOf(config);
  const entries = entriesOf(config);
  const { contracts, errors } = await readObservees(config, entries, previous);
  const members = entries.flatMap(({ name, stack, path }): Member[] => {
    const contract = contracts.get(name);
    const place = (output: string) => outputPlace(output, stack, `${path}.values`);
    return contract === undefined ? [] : [{ name, contract, place }];
  });
  const stores = observeeStores(config, members);
  throwIfAny(config.stack, [
    ...clusterNameErrors(config.cluster, previous.cluster),
    ...errors,
    ...stores.errors,
    ...fleetWideErrors(config, members, previous),
  ]);
  const cas = serverCas(config, previous);
  const clientCas = entries.map(({ name, path, clientCa }) => ({
    ...{ path: `${path}.clientCa`, wanted: clientCa },
    ...previousClientCa(previous, name),
  }));
  await logWarnings([
    ...skewWarnings(members, IMAGES.thanos.tag),
    ...caExpiryWarnings([...clientCas, cas.receive, cas.alertmanager, cas.objectStore], now),
  ]);
  const existingCasOf = (name: string) => existingCas(previousClientCa(previous, name), now);
  return {
    observees: entries.map(({ name, stack, clientCa }) => ({
      ...{ name, stack, clientCa },
      existingCas: existingCasOf(name),
      contract: contracts.get(name),
    })),
    leaving: Object.entries(previous.rotations)
      .filter(([name]) => entries.every((entry) => entry.name !== name))
      .map(([name, { generation, phase }]) => ({
        name,
        clientCa: { generation, phase },
        existingCas: existingCasOf(name),
      })),
    observeeStoreConfigs: stores.configs,
    existingCas: {
      receive: existingCas(cas.receive, now),
      alertmanager: existingCas(cas.alertmanager, now),
      objectStore: existingCas(cas.objectStore, now),
    },
    leavingReceive: cas.receive.wanted === undefined ? previous.receive?.ca : undefined,
    leavingAlertmanager:
      cas.alertmanager.wanted === undefined ? previous.alertmanager?.ca : undefined,
  };
}

/** The contract of each observee that is connected, and the errors in what each stack says. */
async function readObservees(
  config: ObserverConfig,
  entries: readonly ObserveeEntry[],
  previous: ObserverPreviousOutputs,
) {
  const contracts = new Map<string, ObserveeContract>();
  const errors: ConfigError[] = [];
  for (const entry of entries) {
    const { stack = "", path } = entry;
    const reading =
      entry.values === undefined
        ? await readContract(stack, observeeContract, {
            path: `${path}.stack`,
            absentFix: `create it with \`pulumi stack init ${stack}\`, give its outputs as values, or remove it from observees`,
            reader: config.stack,
          })
        : { contract: entry.values, errors: [] };
    const { contract } = reading;
    if (contract !== undefined) {
      contracts.set(entry.name, contract);
    }
    errors.push(
      ...(reading.errors.length > 0
        ? reading.errors
        : [
            ...observeeErrors(entry, contract, previous),
            ...clientCaErrors(entry, contract, previous, config),
          ]),
    );
  }
  return { contracts, errors };
}

/** The CAs of the observer's own servers: as configured, and as the last `up` left them. */
const serverCas = (config: ObserverConfig, previous: ObserverPreviousOutputs) => ({
  receive: {
    ...{ path: RECEIVE.path, wanted: config.receive?.ca },
    ...previousServerCa(previous.receive),
  },
  alertmanager: {
    ...{ path: ALERTMANAGER.path, wanted: config.alertmanager?.edge?.ca },
    ...previousServerCa(previous.alertmanager),
  },
  objectStore: {
    ...{ path: STORE_CA, wanted: storeCaOf(config) },
    ...previousServerCa(previous.objectStoreCa),
  },
});

/** Errors that depend on several clusters, or on one of the observer's servers and those that call it. */
function fleetWideErrors(
  config: ObserverConfig,
  members: readonly Member[],
  previous: ObserverPreviousOutputs,
): ConfigError[] {
  const { cluster } = config;
  const { receive, alertmanager } = serverCas(config, previous);
  const times = timesOf(config);
  return [
    ...(madeIdentity(config) === undefined ? [] : readerErrors(grantedBuckets(config, members))),
    ...serverEndpointErrors(RECEIVE, receive, members, times),
    ...serverEndpointErrors(ALERTMANAGER, alertmanager, members, times),
    ...fleetErrors(
      members,
      {
        name: cluster,
        store: locationOf(config, config.objectStoreBucket),
        place: { path: "objectStore.bucket" },
      },
      config.query.endpoints.map(({ address }) => address),
    ),
    ...(config.sameCluster
      ? []
      : sameClusterErrors(members, {
          ...{ name: cluster, clusterUid: previous.clusterUid },
          place: { path: "clusterUid", stack: config.stack },
        })),
  ];
}
