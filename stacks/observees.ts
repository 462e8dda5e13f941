// Reads the observees' outputs for the observer, and checks the fleet before any component is created.
import * as pulumi from "@pulumi/pulumi";
import type { ObserverConfig } from "../config/load";
import { locationOf } from "../components/object-store/config";
import {
  grantedOf,
  observeeKeysErrors,
  observeeStoreConfig,
} from "../components/object-store/observee-store";
import { madeIdentity } from "../components/object-store/s3/roles-config";
import { observeeContract, observerPreviousOutputs, type ObserveeContract } from "./contract";
import { clusterErrors, fleetErrors, skewWarnings } from "./fleet-checks";
import { readerErrors } from "../components/object-store/s3/fleet-access";
import { getOwn } from "../kubernetes/get-own";
import type { ExistingCas } from "../components/pki/spec";
import type { Rotation } from "../components/pki/rotation/phases";
import { existingCas, type ExistingCasByUse } from "../components/pki/authority/existing-ca";
import {
  ALERTMANAGER,
  RECEIVE,
  serverEndpointErrors,
} from "../components/pki/rotation/server-endpoints";
import { IMAGES } from "../kubernetes/images";
import { previousClientCa, previousServerCa } from "./previous-ca";
import { absentError, clientCaErrors, clientCaPath, observeeErrors } from "./observee-checks";
import { readContract, readPreviousOutputs, refuseIf } from "./references";
import { endWarnings, renamedErrors, STORE_CA, storeCaOf, warn } from "./previous-outputs";
import { timesOf } from "./times";

/** An observee as the observer sees it; without a contract it is pending: its stack was never up. */
export interface ObserveeView {
  readonly name: string;
  /** Full name of its stack; absent where its outputs are supplied as literal values. */
  readonly stack?: string | undefined;
  readonly clientCa: Rotation;
  /** Its existing client CAs. */
  readonly existingCas: ExistingCas;
  readonly contract?: ObserveeContract;
}

export interface FleetView {
  readonly observees: readonly ObserveeView[];
  /** Observees of the last `up` that have been removed or revoked since. */
  readonly leaving: readonly Omit<ObserveeView, "contract">[];
  /** The stack's other existing CAs. */
  readonly existingCas: ExistingCasByUse;
  /** Configurations for reading observees' object stores of other types than S3. */
  readonly observeeStoreConfigs: Readonly<Record<string, pulumi.Output<string>>>;
  /** Last rotation state of Receive's CA, if Receive was removed from the configuration. */
  readonly leavingReceive?: Rotation;
  /** The same for Alertmanager's edge. */
  readonly leavingAlertmanager?: Rotation;
}

/** Reads all observees. Throws if a connected one can no longer be read, so that nothing of it is removed. */
export async function readFleet(config: ObserverConfig): Promise<FleetView> {
  const memory = await readPreviousOutputs(config.stack, observerPreviousOutputs);
  const faults: string[] = renamedErrors(config.cluster, memory.cluster);
  const observees: ObserveeView[] = [];
  const times = timesOf(config);
  const existingCasOf = (name: string) => existingCas(previousClientCa(memory, name), times.now);
  const receive = previousServerCa(memory.receive);
  const alertmanager = previousServerCa(memory.alertmanager);
  const objectStore = previousServerCa(memory.objectStoreCa);
  for (const entry of config.observees.filter(({ name }) => !config.revoked.includes(name))) {
    const unread: string[] = [];
    const { stack = "" } = entry;
    const contract =
      entry.values ??
      (await readContract(stack, observeeContract, unread, {
        absent: absentError(entry),
        reader: config.stack,
      }));
    faults.push(
      ...(unread.length > 0
        ? unread
        : [
            ...observeeErrors(entry, contract, memory),
            ...clientCaErrors(entry, contract, memory, config),
          ]),
    );
    observees.push({
      name: entry.name,
      stack: entry.stack,
      clientCa: entry.clientCa,
      existingCas: existingCasOf(entry.name),
      contract,
    });
  }
  const members = observees.flatMap(({ name, contract }) =>
    contract === undefined ? [] : [{ name, contract }],
  );
  const store = locationOf(config, config.objectStoreBucket);
  const { observeeStoreConfigs, storeFaults } = observeeStores(config, members);
  const edge = config.alertmanager?.edge;
  faults.push(
    ...storeFaults,
    ...(madeIdentity(config) === undefined ? [] : readerErrors(grantedOf(config, members))),
    ...serverEndpointErrors(RECEIVE, config.receive?.ca, receive, members, times),
    ...serverEndpointErrors(ALERTMANAGER, edge?.ca, alertmanager, members, times),
    ...fleetErrors(members, {
      name: config.cluster,
      store,
      endpoints: config.query.endpoints.map(({ address }) => address),
    }),
    ...(config.sameCluster
      ? []
      : clusterErrors(members, { name: config.cluster, clusterUid: memory.clusterUid })),
  );
  refuseIf(faults);
  await warn([
    ...skewWarnings(members, IMAGES.thanos.tag),
    ...endWarnings(
      [
        ...observees.map(({ name, clientCa }) => ({
          path: clientCaPath(name),
          wanted: clientCa,
          ...previousClientCa(memory, name),
        })),
        { path: RECEIVE.path, wanted: config.receive?.ca, ...receive },
        { path: ALERTMANAGER.path, wanted: edge?.ca, ...alertmanager },
        { path: STORE_CA, wanted: storeCaOf(config), ...objectStore },
      ],
      times.now,
    ),
  ]);
  const leaving = Object.entries(memory.rotations)
    .filter(([name]) => observees.every((observee) => observee.name !== name))
    .map(([name, { generation, phase }]) => ({
      name,
      clientCa: { generation, phase },
      existingCas: existingCasOf(name),
    }));
  const leavingReceive = config.receive === undefined ? memory.receive?.ca : undefined;
  const leavingAlertmanager = edge === undefined ? memory.alertmanager?.ca : undefined;
  return {
    observees,
    leaving,
    observeeStoreConfigs,
    existingCas: {
      receive: existingCas(receive, times.now),
      alertmanager: existingCas(alertmanager, times.now),
      objectStore: existingCas(objectStore, times.now),
    },
    leavingReceive,
    leavingAlertmanager,
  };
}

/** Configurations for the observees' stores that need one, and errors in them. */
function observeeStores(
  config: ObserverConfig,
  members: readonly { readonly name: string; readonly contract: ObserveeContract }[],
) {
  const storeFaults: string[] = [];
  const observeeStoreConfigs: Record<string, pulumi.Output<string>> = {};
  for (const { name, contract } of members) {
    const texts = getOwn(config.observeeStoreConfigs, name);
    storeFaults.push(...observeeKeysErrors(name, contract.objectStore, config));
    const read = observeeStoreConfig(name, contract.objectStore, texts);
    if (Array.isArray(read)) {
      storeFaults.push(...read);
    } else if (read !== undefined) {
      observeeStoreConfigs[name] = pulumi.secret(JSON.stringify(read));
    }
  }
  return { observeeStoreConfigs, storeFaults };
}
