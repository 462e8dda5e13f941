// Reads the observer's outputs for an observee, and checks them before any component is created.
import * as pulumi from "@pulumi/pulumi";
import type { ObserveeConfig } from "../config/load";
import {
  observeePreviousOutputs,
  observerContract,
  type ObserveePreviousOutputs,
  type ObserverContract,
  type ServerEndpoint,
} from "./contract";
import { edgeChangeError } from "../components/edge/kind-change";
import { sharedLocationOf } from "../components/object-store/config";
import { memberErrors, type MemberCandidate } from "./members";
import { getOwn } from "../kubernetes/get-own";
import { rotationError } from "../components/pki/rotation/step-errors";
import type { Rotation } from "../components/pki/rotation/phases";
import { existingCas, type ExistingCasByUse } from "../components/pki/authority/existing-ca";
import { ownCa, previousOwnCa, previousSenderCa, previousServerCa } from "./previous-ca";
import { readContract, readPreviousOutputs, refuseIf } from "./references";
import { endWarnings, renamedErrors, STORE_CA, storeCaOf, warn } from "./previous-outputs";
import { timesOf } from "./times";

/** The observer as an observee sees it. */
export interface ObserverView {
  /** CA certificates of the observer's client certificates for this observee; if empty, the edge is closed. */
  readonly clientCas: readonly string[];
  /** Common name of those client certificates: the observer's `cluster`. */
  readonly clientName?: string;
  /** The observer's Receive, where this observee remote-writes to it. */
  readonly receive?: ServerEndpoint;
  /** The observer's Alertmanager, where this observee sends alerts to it. */
  readonly observerAlertmanager?: ServerEndpoint;
  /** Last rotation state of its own server CA, if the server certificate now comes from elsewhere. */
  readonly leavingServer?: Rotation;
  /** Last rotation state of the CA for sending alerts, if alerts are no longer sent. */
  readonly leavingAlerting?: Rotation;
  /** The stack's existing CAs. */
  readonly existingCas: ExistingCasByUse;
  /** IAM role with which the observer reads this cluster's bucket; absent where it uses a key pair. */
  readonly readerRoleArn?: string | undefined;
}

/**
 * Reads the observer. The edge accepts client certificates of the returned CAs only. An observee that the observer has
 * removed gets none, which closes its edge.
 */
export async function readObserver(config: ObserveeConfig): Promise<ObserverView> {
  const { stack = "", values } = config.observer;
  const memory = await readPreviousOutputs(config.stack, observeePreviousOutputs);
  const faults: string[] = renamedErrors(config.cluster, memory.cluster);
  const absent = `observer stack "${stack}" does not exist; name it as \`pulumi stack ls -Q\` shows it, or give its outputs as values`;
  const contract =
    values ??
    (await readContract(stack, observerContract, faults, { absent, reader: config.stack }));
  const clientCas = contract && getOwn(contract.clientCa, config.cluster);
  if (faults.length === 0 && contract === undefined) {
    faults.push(`observer stack "${stack}" has no outputs yet; run \`pulumi up\` on it first`);
  } else if (faults.length === 0 && clientCas === undefined && memory.trusts === undefined) {
    faults.push(
      `the observer has no client CA for "${config.cluster}"; add {name: ${config.cluster}, stack: ${config.stack}} ` +
        "to its observees and run `pulumi up` on it first",
    );
  }
  const pushes = config.exposure.kind === "remoteWrite";
  if (pushes && contract !== undefined && contract.receive === undefined) {
    faults.push(
      'the observer has no Receive, which exposure.kind "remoteWrite" pushes to; add receive to its configuration and run `pulumi up` on it first',
    );
  }
  const sends = config.alerting !== undefined;
  if (sends && contract !== undefined && contract.alertmanager === undefined) {
    faults.push(
      "the observer's Alertmanager has no edge, which alerting sends to; add alertmanager.edge to its configuration and run `pulumi up` on it first",
    );
  }
  const { now } = timesOf(config);
  const cas = ownCas(config, memory);
  const edgeFault = edgeChangeError(memory, config.exposure);
  // An observee that was removed may always close its edge.
  if (contract !== undefined && clientCas !== undefined) {
    faults.push(...memberErrors(asking(config, memory), contract.members));
  }
  faults.push(
    ...(clientCas === undefined || edgeFault === undefined ? [] : [edgeFault]),
    ...ownCaErrors(config, contract, cas),
  );
  refuseIf(faults);
  await warn(endWarnings(cas, now));
  const leavingServer = config.serverCertificate.issuer === "self" ? undefined : ownCa(memory);
  const last = {
    leavingServer,
    leavingAlerting: sends ? undefined : memory.senderRotation,
    existingCas: {
      server: existingCas(previousOwnCa(memory), now),
      sender: existingCas(previousSenderCa(memory), now),
      objectStore: existingCas(previousServerCa(memory.objectStoreCa), now),
    },
  };
  if (contract === undefined || clientCas === undefined) {
    await pulumi.log.warn(
      `the observer does not know "${config.cluster}" any more: its edge, or its push, is taken away, and its alerts stay here. ` +
        "Destroy this stack, or add it to the observer's observees again.",
    );
    return { clientCas: [], ...last };
  }
  return {
    clientCas,
    clientName: contract.cluster,
    ...last,
    receive: pushes ? contract.receive : undefined,
    observerAlertmanager: sends ? contract.alertmanager : undefined,
    readerRoleArn: contract.storeReaderRoleArn,
  };
}

/** The stack's CAs as configured, and as the last `up` left them. */
const ownCas = (config: ObserveeConfig, memory: ObserveePreviousOutputs) => [
  {
    path: "serverCertificate.ca",
    wanted: config.serverCertificate.issuer === "self" ? config.serverCertificate.ca : undefined,
    ...previousOwnCa(memory),
  },
  { path: "alerting.ca", wanted: config.alerting?.ca, ...previousSenderCa(memory) },
  { path: STORE_CA, wanted: storeCaOf(config), ...previousServerCa(memory.objectStoreCa) },
];

const asking = (
  config: ObserveeConfig,
  { clusterUid }: ObserveePreviousOutputs,
): MemberCandidate => ({
  name: config.cluster,
  stack: config.stack,
  store: sharedLocationOf(config, config.objectStoreBucket),
  clusterUid,
});

/** Errors if a configured rotation is not allowed yet, for the CAs that the observer trusts. */
function ownCaErrors(
  config: ObserveeConfig,
  contract: ObserverContract | undefined,
  cas: ReturnType<typeof ownCas>,
): string[] {
  const trusted = contract && getOwn(contract.trusts, config.cluster);
  const shutOut = contract !== undefined && !Object.hasOwn(contract.clientCa, config.cluster);
  return cas
    .filter(({ path }) => path !== STORE_CA)
    .flatMap(({ wanted, ...left }) =>
      wanted === undefined ? [] : [{ ...left, ...timesOf(config), wanted }],
    )
    .map((step) =>
      rotationError({
        ...step,
        // While the observer does not know the cluster, it does not need to trust any CA of it.
        trustBundle: shutOut && step.previousRotation !== undefined ? [] : step.trustBundle,
        trusted,
        other: "the observer",
      }),
    )
    .filter((fault) => fault !== undefined);
}
