// The only StackReferences: what other stacks promise, and what this one left behind, read before any component.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { ObserveeConfig, ObserverConfig } from "./config";
import {
  CONTRACT_SCHEMA,
  observeeContract,
  observeeMemory,
  observerContract,
  observerMemory,
  type ObserveeContract,
  type ObserveeMemory,
  type ObserverContract,
  type ObserverMemory,
} from "./specs/contract";
import { joinPath } from "./specs/config/faults";
import { locationOf } from "./specs/config/object-store";
import { observeeKeysFaults, observeeStoreConfig } from "./specs/config/observee-store";
import { durationSeconds } from "./specs/config/words";
import { certificatesOf } from "./specs/pem";
import { own } from "./specs/own";
import { clusterFaults, fleetFaults, skewWarnings } from "./specs/fleet-rules";
import { receiveFaults } from "./specs/pki/receive";
import type { ReceiveWayIn } from "./specs/prometheus/remote-write";
import { IMAGES } from "./specs/versions";
import { hours } from "./specs/pki/certificates";
import { SECRET_DELAY, refusal } from "./specs/pki/guards";
import { lifetimeFault } from "./specs/pki/lifetime";
import type { Rotation } from "./specs/pki/rotation";
import { userError } from "./user-error";

/** An observee as the observer sees it; without a contract it is pending: its stack was never up. */
export interface ObserveeView {
  readonly name: string;
  readonly clientCa: Rotation;
  readonly contract?: ObserveeContract;
}

export interface FleetView {
  readonly observees: readonly ObserveeView[];
  /** Observees of the last `up` that were removed or revoked since. */
  readonly leaving: readonly { readonly name: string; readonly clientCa: Rotation }[];
  /** Configurations with which the observer reads observees' stores of other types than S3. */
  readonly observeeStoreConfigs: Readonly<Record<string, pulumi.Output<string>>>;
  /** Where the CA of a Receive was left that configuration has no more. */
  readonly leavingReceive?: Rotation;
}

/** The observer as an observee sees it. */
export interface ObserverView {
  /** CA certificates of its client certificates for this observee; none shuts this observee out. */
  readonly clientCas: readonly string[];
  /** Its Receive, where this observee pushes to it. */
  readonly receive?: ReceiveWayIn;
  /** Role with which it reads this cluster's bucket; absent where it does so with a key pair. */
  readonly readerRoleArn?: string | undefined;
}

/** Reads every observee. One that was connected and cannot be read now is an error: nothing of it is removed. */
export async function readFleet(config: ObserverConfig): Promise<FleetView> {
  const memory = await readMemory(config.stack, observerMemory);
  const faults: string[] = [];
  const observees: ObserveeView[] = [];
  for (const entry of config.observees.filter(({ name }) => !config.revoked.includes(name))) {
    const contract =
      entry.values ?? (await readContract(entry.stack ?? "", observeeContract, faults));
    faults.push(
      ...observeeFaults(entry, contract, memory),
      ...clientCaFaults(entry, contract, memory, config),
    );
    observees.push({
      name: entry.name,
      clientCa: entry.clientCa,
      ...(contract === undefined ? {} : { contract }),
    });
  }
  const members = observees.flatMap(({ name, contract }) =>
    contract === undefined ? [] : [{ name, contract }],
  );
  const store = locationOf(config, config.objectStoreBucket);
  const { observeeStoreConfigs, storeFaults } = observeeStores(config, members);
  faults.push(
    ...storeFaults,
    ...receiveFaults(config.receive?.ca, memory.receive, members, timesOf(config)),
    ...fleetFaults(members, { name: config.cluster, store }),
    ...(config.sameCluster ? [] : clusterFaults(members, config.cluster, memory.clusterUid)),
  );
  refuseIf(faults);
  for (const warning of skewWarnings(members, IMAGES.thanos.tag)) {
    await pulumi.log.warn(`${warning}.`);
  }
  const leaving = Object.entries(memory.rotations)
    .filter(([name]) => observees.every((observee) => observee.name !== name))
    .map(([name, { generation, phase }]) => ({ name, clientCa: { generation, phase } }));
  const leavingReceive = config.receive === undefined ? memory.receive?.ca : undefined;
  return {
    observees,
    leaving,
    observeeStoreConfigs,
    ...(leavingReceive === undefined ? {} : { leavingReceive }),
  };
}

/** The configuration for each observee's store that needs one of its own. */
function observeeStores(
  config: ObserverConfig,
  members: readonly { readonly name: string; readonly contract: ObserveeContract }[],
) {
  const storeFaults: string[] = [];
  const observeeStoreConfigs: Record<string, pulumi.Output<string>> = {};
  for (const { name, contract } of members) {
    const texts = own(config.observeeStoreConfigs, name);
    const pairs = Object.keys(config.observeeStoreKeys);
    storeFaults.push(...observeeKeysFaults(name, contract.objectStore, pairs));
    const read = observeeStoreConfig(name, contract.objectStore, texts);
    if (Array.isArray(read)) {
      storeFaults.push(...read);
    } else if (read !== undefined) {
      observeeStoreConfigs[name] = pulumi.secret(JSON.stringify(read));
    }
  }
  return { observeeStoreConfigs, storeFaults };
}

function observeeFaults(
  { name, stack = "" }: ObserverConfig["observees"][number],
  contract: ObserveeContract | undefined,
  memory: ObserverMemory,
): string[] {
  return [
    ...(contract === undefined && own(memory.observees, name) === "connected"
      ? [
          `stack "${stack}" of observee "${name}" has no outputs any more, though it was connected; ` +
            "bring it up again, or remove it from observees",
        ]
      : []),
    ...(contract !== undefined && contract.cluster !== name
      ? [
          `observee "${name}" calls itself "${contract.cluster}"; use that name in observees, or change its cluster key`,
        ]
      : []),
  ];
}

/** What the rotation of an observee's client CA may not do now. */
function clientCaFaults(
  { name, clientCa: wanted }: ObserverConfig["observees"][number],
  contract: ObserveeContract | undefined,
  memory: ObserverMemory,
  config: ObserverConfig,
): string[] {
  const before = own(memory.rotations, name);
  const step = {
    path: `observees ${name} clientCa`,
    before,
    wanted,
    published: own(memory.clientCa, name) ?? [],
    leafSince: before?.leafSince,
    ...timesOf(config),
  };
  const faults = [
    refusal({ ...step, trusted: contract?.trusts, other: `observee "${name}"` }),
    lifetimeFault(step),
    // Its old authority would be taken up again, and with it every certificate that it ever signed.
    own(memory.leaving, name)?.generation === wanted.generation
      ? `observee "${name}" was revoked or removed, and its old CA goes with the next \`up\`; run \`pulumi up\` once without it, or give its clientCa another generation`
      : undefined,
  ];
  return faults.filter((fault) => fault !== undefined);
}

/**
 * Reads the observer. The observee's edge accepts client certificates of these CAs, and of no other; an empty list
 * closes it, which is what an observee gets that the observer knew and knows no more.
 */
export async function readObserver(config: ObserveeConfig): Promise<ObserverView> {
  const { stack = "", values } = config.observer;
  const faults: string[] = [];
  const contract = values ?? (await readContract(stack, observerContract, faults));
  const memory = await readMemory(config.stack, observeeMemory);
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
  faults.push(...ownCaFaults(config, contract, memory));
  refuseIf(faults);
  if (clientCas === undefined) {
    await pulumi.log.warn(
      `the observer does not know "${config.cluster}" any more: its edge, or its push, is taken away. ` +
        "Destroy this stack, or add it to the observer's observees again.",
    );
    return { clientCas: [] };
  }
  return {
    clientCas,
    ...(pushes && contract?.receive !== undefined ? { receive: contract.receive } : {}),
    readerRoleArn: contract?.storeReaderRoleArn,
  };
}

function ownCaFaults(
  config: ObserveeConfig,
  contract: ObserverContract | undefined,
  memory: ObserveeMemory,
): string[] {
  const { serverCertificate, cluster } = config;
  if (serverCertificate.issuer !== "self") {
    return [];
  }
  const step = {
    path: "serverCertificate.ca",
    before: memory.rotation,
    wanted: serverCertificate.ca,
    published: certificatesOf(memory.serverCa ?? memory.writerCa ?? ""),
    leafSince: memory.rotation?.leafSince,
    ...timesOf(config),
  };
  const faults = [
    refusal({
      ...step,
      trusted: contract && own(contract.trusts, cluster),
      other: "the observer",
    }),
    lifetimeFault(step),
  ];
  return faults.filter((fault) => fault !== undefined);
}

/** What a rotation's guards count with. */
const timesOf = ({ certificates, unsafeForTests }: ObserverConfig | ObserveeConfig) => ({
  leafHours: hours(certificates.leafDays),
  secretDelay: durationSeconds(unsafeForTests.secretDelay ?? SECRET_DELAY),
  now: Date.now(),
});

/** This stack's own last outputs. */
async function readMemory<S extends z.ZodObject>(stack: string, memory: S): Promise<z.infer<S>> {
  const result = memory.safeParse(await outputs(stack, memory));
  if (result.success) {
    return result.data;
  }
  const names = [...new Set(result.error.issues.map(({ path }) => String(path[0])))];
  throw refused([
    `this stack's own last outputs ${names.join(", ")} are not as this program leaves them; ` +
      "run the version of the program that was last up here",
  ]);
}

/** The outputs of a stack as its contract; undefined where it has none yet. */
async function readContract<S extends z.ZodObject>(
  stack: string,
  contract: S,
  faults: string[],
): Promise<z.infer<S> | undefined> {
  const found = await outputs(stack, contract);
  const { schema } = found;
  if (schema === undefined) {
    return undefined;
  }
  if (schema !== CONTRACT_SCHEMA) {
    faults.push(
      `stack "${stack}" has outputs of schema ${JSON.stringify(schema)}, this program reads ${String(CONTRACT_SCHEMA)}; ` +
        "update the stack that is behind first",
    );
    return undefined;
  }
  const result = contract.safeParse(found);
  if (!result.success) {
    faults.push(
      ...result.error.issues.map(
        (issue) =>
          `output ${joinPath("", issue.path).slice(1)} of stack "${stack}" is wrong (${issue.message}); run \`pulumi up\` on it`,
      ),
    );
    return undefined;
  }
  return result.data;
}

/** The outputs that a schema names, as plain values. */
async function outputs(stack: string, { shape }: z.ZodObject): Promise<Record<string, unknown>> {
  const reference = new pulumi.StackReference(stack, { name: stack });
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(shape)) {
    const { value }: { value?: unknown } = await reference.getOutputDetails(name);
    if (value !== undefined) {
      found[name] = value;
    }
  }
  return found;
}

function refuseIf(faults: readonly string[]): void {
  if (faults.length > 0) {
    throw refused(faults);
  }
}

const refused = (faults: readonly string[]): Error =>
  userError(
    ["Other stacks are not as this one needs them; nothing was changed.", ...faults]
      .map((line, i) => (i === 0 ? line : `  - ${line}.`))
      .join("\n"),
  );
