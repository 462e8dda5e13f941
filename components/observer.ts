// The observer: its own metrics, and the query layer over the whole fleet.
import * as pulumi from "@pulumi/pulumi";
import { CONTRACT_SCHEMA, type ObserveeContract } from "../specs/contract";
import { everyPod, replicas, type Endpoint } from "../specs/endpoints";
import { NAMES, objstoreName, storeName } from "../specs/names";
import type { ObjectStoreKeys } from "../specs/objstore";
import { own } from "../specs/own";
import type { ObserverSettings } from "../specs/config/observer";
import { ClusterMetrics, partArgs, type ClusterMetricsArgs } from "./cluster-metrics";
import { ObjectStoreSecret } from "./object-store-secret";
import { ClientTrust } from "./pki/client-trust";
import { ThanosQuery } from "./thanos/query";
import { ThanosQueryFrontend } from "./thanos/query-frontend";
import { ThanosStore } from "./thanos/store";
import { tlsQuerier, type NamedObservee } from "./thanos/tls-querier";

export interface ObserverArgs extends Omit<ObserverSettings, "observees">, ClusterMetricsArgs {
  /** Every observee of the configuration; a pending one has no contract yet. */
  readonly observees: readonly { readonly name: string; readonly contract?: ObserveeContract }[];
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
}

export class Observer extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Observer";
  /** The stack's outputs: the contract with the observees. */
  public readonly outputs: Record<string, unknown>;

  constructor(name: string, args: ObserverArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Observer.TYPE, name, {}, opts);
    const { cluster, namespace, observees } = args;
    const metrics = new ClusterMetrics(`${name}-metrics`, args, { parent: this });
    const child = { parent: this, dependsOn: [metrics.namespace] };
    const connected = observees.flatMap(({ name: observee, contract }) =>
      contract === undefined ? [] : [{ name: observee, contract }],
    );

    const trusts = observees.map(({ name: observee, contract }) => ({
      observee,
      trust: new ClientTrust(
        `${name}-trust-${observee}`,
        { observer: cluster, observee, namespace, serverCa: contract?.serverCa },
        child,
      ),
    }));
    const ownStore = { objstoreSecret: NAMES.objstore, objstoreChecksum: metrics.objstoreChecksum };
    this.store(name, args, cluster, ownStore, child);
    for (const observee of connected) {
      this.store(name, args, observee.name, this.readerSecret(name, args, observee, child), child);
    }
    tlsQuerier(
      `${name}-query-tls`,
      { ...partArgs(args), ...args.tlsQuerier, observees },
      {
        parent: this,
        dependsOn: [metrics.namespace, ...trusts.map(({ trust }) => trust)],
      },
    );
    const parts = [cluster, ...connected.map((observee) => observee.name)].map(storeName);
    new ThanosQuery(
      `${name}-query`,
      {
        ...partArgs(args),
        partName: NAMES.query,
        place: "query",
        mutualTls: false,
        replicas: args.query.replicas,
        endpoints: queryEndpoints(namespace, parts),
        certificates: [],
        service: "clusterIP",
      },
      child,
    );
    new ThanosQueryFrontend(
      `${name}-query-frontend`,
      { ...partArgs(args), ...args.queryFrontend },
      child,
    );

    this.outputs = {
      schema: CONTRACT_SCHEMA,
      cluster,
      clientCa: Object.fromEntries(trusts.map(({ observee, trust }) => [observee, [trust.caPem]])),
      certificateEnds: Object.fromEntries(
        trusts.flatMap(({ observee, trust }) => [
          [`clientCa/${observee}`, trust.ends.ca],
          [`client/${observee}`, trust.ends.leaf],
        ]),
      ),
      observees: Object.fromEntries(
        observees.map(({ name: observee, contract }) => [
          observee,
          contract === undefined ? "pending" : "connected",
        ]),
      ),
    };
    this.registerOutputs(this.outputs);
  }

  /** The Store Gateways of one cluster's bucket. */
  private store(
    name: string,
    args: ObserverArgs,
    cluster: string,
    bucket: { readonly objstoreSecret: string; readonly objstoreChecksum: pulumi.Output<string> },
    opts: pulumi.ComponentResourceOptions,
  ): void {
    const { auth } = args.objectStore;
    new ThanosStore(
      `${name}-store-${cluster}`,
      {
        ...partArgs(args),
        ...args.store,
        ...bucket,
        cluster,
        roleArn: auth.kind === "irsa" ? auth.roleArns.store : undefined,
      },
      opts,
    );
  }

  /** How the observer reads an observee's bucket: with a key pair for it, or as it reads its own. */
  private readerSecret(
    name: string,
    args: ObserverArgs,
    { name: observee, contract }: NamedObservee,
    opts: pulumi.ComponentResourceOptions,
  ) {
    const secret = new ObjectStoreSecret(
      `${name}-objstore-${observee}`,
      {
        secretName: objstoreName(observee),
        namespace: args.namespace,
        location: contract.objectStore,
        keys: own(args.observeeStoreKeys, observee) ?? args.objectStoreKeys,
        plaintext: args.unsafeForTests.plaintextObjectStore === true,
      },
      opts,
    );
    return { objstoreSecret: objstoreName(observee), objstoreChecksum: secret.checksum };
  }
}

/** Replicated parts are asked once each; the own sidecars hold different data and are all asked. */
const queryEndpoints = (namespace: string, stores: readonly string[]): Endpoint[] => [
  everyPod(NAMES.sidecar, namespace),
  replicas(NAMES.tlsQuery, namespace),
  ...stores.map((store) => replicas(store, namespace)),
];
