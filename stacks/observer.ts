// The observer as an observee finds it, before any component.
import * as pulumi from "@pulumi/pulumi";
import type { ObserveeConfig } from "../config/load";
import {
  observeeMemory,
  observerContract,
  type ObserveeMemory,
  type ObserverContract,
  type WayIn,
} from "./contract";
import { edgeChangeFault } from "../components/edge/kind-change";
import { sharedLocationOf } from "../components/object-store/config";
import { memberFaults, type Asking } from "./members";
import { own } from "../kubernetes/get-own";
import { refusal } from "../components/pki/guards";
import type { Rotation } from "../components/pki/rotation";
import { standing, type StandingCas } from "../components/pki/existing-ca";
import { ownCa, ownCaLeft, senderCaLeft, serverCaLeft } from "./previous-ca";
import { readContract, readMemory, refuseIf } from "./references";
import { endWarnings, renamedFaults, STORE_CA, storeCaOf, warn } from "./previous-outputs";
import { timesOf } from "./times";

/** The observer as an observee sees it. */
export interface ObserverView {
  /** CA certificates of its client certificates for this observee; none shuts this observee out. */
  readonly clientCas: readonly string[];
  /** Common name in those client certificates, which is the observer's `cluster`. */
  readonly clientName?: string;
  /** Its Receive, where this observee pushes to it. */
  readonly receive?: WayIn;
  /** Its Alertmanager, where this observee sends alerts to it. */
  readonly observerAlertmanager?: WayIn;
  /** Where the own server CA was left, if configuration has the server certificate from elsewhere now. */
  readonly leavingServer?: Rotation;
  /** Where the CA was left with which alerts were sent, if configuration sends none any more. */
  readonly leavingAlerting?: Rotation;
  /** The stack's CAs that are there already. */
  readonly standing: StandingCas;
  /** Role with which it reads this cluster's bucket; absent where it does so with a key pair. */
  readonly readerRoleArn?: string | undefined;
}

/**
 * Reads the observer. The observee's edge accepts client certificates of these CAs, and of no other; an empty list
 * closes it, which is what an observee gets that the observer knew and knows no more.
 */
export async function readObserver(config: ObserveeConfig): Promise<ObserverView> {
  const { stack = "", values } = config.observer;
  const memory = await readMemory(config.stack, observeeMemory);
  const faults: string[] = renamedFaults(config.cluster, memory.cluster);
  const absent = `observer stack "${stack}" does not exist; name it as \`pulumi stack ls -Q\` shows it, or give its outputs as values`;
  const contract =
    values ??
    (await readContract(stack, observerContract, faults, { absent, reader: config.stack }));
  const clientCas = contract && own(contract.clientCa, config.cluster);
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
  const edgeFault = edgeChangeFault(memory, config.exposure);
  // Whoever is shut out may always close its edge.
  if (contract !== undefined && clientCas !== undefined) {
    faults.push(...memberFaults(asking(config, memory), contract.members));
  }
  faults.push(
    ...(clientCas === undefined || edgeFault === undefined ? [] : [edgeFault]),
    ...ownCaFaults(config, contract, cas),
  );
  refuseIf(faults);
  await warn(endWarnings(cas, now));
  const leavingServer = config.serverCertificate.issuer === "self" ? undefined : ownCa(memory);
  const last = {
    ...(leavingServer === undefined ? {} : { leavingServer }),
    ...(sends || memory.senderRotation === undefined
      ? {}
      : { leavingAlerting: memory.senderRotation }),
    standing: {
      server: standing(ownCaLeft(memory), now),
      sender: standing(senderCaLeft(memory), now),
      objectStore: standing(serverCaLeft(memory.objectStoreCa), now),
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
    ...(pushes && contract.receive !== undefined ? { receive: contract.receive } : {}),
    ...(sends && contract.alertmanager !== undefined
      ? { observerAlertmanager: contract.alertmanager }
      : {}),
    readerRoleArn: contract.storeReaderRoleArn,
  };
}

/** The stack's CAs as configuration wants them, and as the last `up` left them. */
const ownCas = (config: ObserveeConfig, memory: ObserveeMemory) => [
  {
    path: "serverCertificate.ca",
    wanted: config.serverCertificate.issuer === "self" ? config.serverCertificate.ca : undefined,
    ...ownCaLeft(memory),
  },
  { path: "alerting.ca", wanted: config.alerting?.ca, ...senderCaLeft(memory) },
  { path: STORE_CA, wanted: storeCaOf(config), ...serverCaLeft(memory.objectStoreCa) },
];

const asking = (config: ObserveeConfig, { clusterUid }: ObserveeMemory): Asking => ({
  name: config.cluster,
  stack: config.stack,
  store: sharedLocationOf(config, config.objectStoreBucket),
  clusterUid,
});

/** What the rotations may not do now, of the CAs that the observer trusts. */
function ownCaFaults(
  config: ObserveeConfig,
  contract: ObserverContract | undefined,
  cas: ReturnType<typeof ownCas>,
): string[] {
  const trusted = contract && own(contract.trusts, config.cluster);
  const shutOut = contract !== undefined && !Object.hasOwn(contract.clientCa, config.cluster);
  return cas
    .filter(({ path }) => path !== STORE_CA)
    .flatMap(({ wanted, ...left }) =>
      wanted === undefined ? [] : [{ ...left, ...timesOf(config), wanted }],
    )
    .map((step) =>
      refusal({
        ...step,
        // While the observer does not know the cluster, nobody has to trust anything of it.
        ...(shutOut && step.before !== undefined ? { published: [] } : {}),
        trusted,
        other: "the observer",
      }),
    )
    .filter((fault) => fault !== undefined);
}
