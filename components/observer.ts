// The observer: its own metrics, and the query layer over the whole fleet.
import * as pulumi from "@pulumi/pulumi";
import { CONTRACT_SCHEMA, type ObserveeContract } from "../specs/contract";
import { everyPod, other, replicas, type Endpoint } from "../specs/endpoints";
import { certificateFingerprint } from "../specs/fingerprint";
import { certificatesOf } from "../specs/pem";
import { NAMES } from "../specs/names";
import type { ObjectStoreKeys } from "../specs/objstore";
import { certificateSettings } from "../specs/pki/certificates";
import { sidecars } from "../specs/prometheus/external";
import type { Rotation } from "../specs/pki/rotation";
import { RECEIVE_REPLICA_LABEL } from "../specs/thanos/receive";
import type { ObserverSettings } from "../specs/config/observer";
import { cachePools } from "./memcached";
import {
  ClusterMetrics,
  externalAdditions,
  partArgs,
  type ClusterMetricsArgs,
} from "./cluster-metrics";
import { ownIdentity } from "./own-identity";
import { ClientTrust, LeavingTrust } from "./pki/client-trust";
import { RULE_REPLICA_LABEL } from "../specs/thanos/rule";
import { ThanosQuery } from "./thanos/query";
import { fleetReceive } from "./thanos/fleet-receive";
import { ThanosQueryFrontend } from "./thanos/query-frontend";
import { ruler } from "./thanos/ruler";
import { storeReader } from "./store-reader";
import { observeeStore, ownStore, storeNames } from "./thanos/stores";
import { tlsQuerier } from "./thanos/tls-querier";

export interface ObserverArgs extends Omit<ObserverSettings, "observees">, ClusterMetricsArgs {
  /** Every observee of the configuration; a pending one has no contract yet. */
  readonly observees: readonly {
    readonly name: string;
    readonly clientCa: Rotation;
    readonly contract?: ObserveeContract;
  }[];
  /** Observees of the last `up` that were removed or revoked since. */
  readonly leaving: readonly { readonly name: string; readonly clientCa: Rotation }[];
  /** Where the CA of a Receive stands that configuration has no more. */
  readonly leavingReceive?: Rotation | undefined;
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
  readonly observeeStoreConfigs: Readonly<Record<string, pulumi.Output<string>>>;
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

    const certificates = certificateSettings(
      args.certificates,
      args.unsafeForTests.alwaysRenew === true,
    );
    const trusts = observees.map((observee) => ({
      observee: observee.name,
      trust: new ClientTrust(
        `${name}-trust-${observee.name}`,
        {
          observer: cluster,
          observee: observee.name,
          namespace,
          certificates,
          rotation: observee.clientCa,
          serverCa: observee.contract?.serverCa,
        },
        child,
      ),
    }));
    for (const { name: observee, clientCa: rotation } of args.leaving) {
      new LeavingTrust(
        `${name}-trust-${observee}`,
        { observer: cluster, observee, certificates, rotation },
        { parent: this },
      );
    }
    const pools = cachePools(name, args, child);
    const reader = storeReader(`${name}-store-iam`, args, metrics.kmsKeyArn, { parent: this });
    const stored = { ...args, reader };
    const after = (store: string) => ({
      parent: this,
      dependsOn: [metrics.namespace, ...pools.stores, ...reader.before(store)],
    });
    ownStore(name, stored, metrics.objstoreChecksum, after(cluster));
    for (const observee of connected) {
      observeeStore(name, stored, observee, after(observee.name));
    }
    tlsQuerier(
      `${name}-query-tls`,
      {
        ...partArgs(args),
        ...args.tlsQuerier,
        observees,
        others: args.query.endpoints.flatMap(({ address, tls }) =>
          tls === undefined ? [] : [{ address, tls }],
        ),
      },
      { parent: this, dependsOn: [metrics.namespace, ...trusts.map(({ trust }) => trust)] },
    );
    const receiver =
      args.receive === undefined
        ? undefined
        : ownIdentity(name, "receive", args, metrics.kmsKeyArn, { parent: this });
    const receive = fleetReceive(
      `${name}-receive`,
      {
        ...partArgs(args),
        ...{ cluster, certificates, receive: args.receive, leavingReceive: args.leavingReceive },
        writers: connected.flatMap(({ name: writer, contract: { writerCa } }) =>
          writerCa === undefined ? [] : [{ name: writer, writerCa }],
        ),
        objstoreChecksum: metrics.objstoreChecksum,
        roleArn: receiver?.annotation,
      },
      { parent: this, dependsOn: [metrics.namespace, ...(receiver?.before(cluster) ?? [])] },
    );
    const clusters = [cluster, ...connected.map((observee) => observee.name)];
    if (args.ruler !== undefined) {
      const identity = ownIdentity(name, "rule", args, metrics.kmsKeyArn, { parent: this });
      const wait = [metrics.namespace, ...identity.before(cluster)];
      const stored = { checksum: metrics.objstoreChecksum, identity };
      ruler(name, args, args.ruler, stored, { parent: this, dependsOn: wait });
    }
    new ThanosQuery(
      `${name}-query`,
      {
        ...partArgs(args),
        partName: NAMES.query,
        place: "query",
        mutualTls: false,
        replicas: args.query.replicas,
        nodePort: args.query.nodePort,
        answers: { ...args.query, replicaLabels: replicaLabels(args) },
        endpoints: [
          sidecars(namespace, args.externalPrometheus),
          ...queryEndpoints(namespace, storeNames(args.store, clusters)),
          ...(args.ruler === undefined ? [] : [everyPod(NAMES.rule, namespace)]),
          ...(receive === undefined ? [] : [everyPod(NAMES.receive, namespace)]),
          ...args.query.endpoints.filter(({ tls }) => tls === undefined).map(other),
        ],
        certificates: [],
        service: "clusterIP",
      },
      child,
    );
    new ThanosQueryFrontend(
      `${name}-query-frontend`,
      {
        ...partArgs(args),
        ...args.queryFrontend,
        partialResponse: args.query.partialResponse,
      },
      { parent: this, dependsOn: [metrics.namespace, ...pools.queryFrontend] },
    );

    this.outputs = {
      cluster,
      clusterUid: metrics.clusterUid,
      ...outputsOf(observees, trusts, { ...metrics.ends, ...receive?.ends }),
      ...(receive === undefined ? {} : { receive: receive.outputs }),
      ...(reader.roleArn === undefined ? {} : { storeReaderRoleArn: reader.roleArn }),
      leaving: leavingOf(args),
      ...externalAdditions(args),
    };
    this.registerOutputs(this.outputs);
  }
}

/** Replicated parts are asked once each; the own sidecars hold different data and are all asked. */
const queryEndpoints = (namespace: string, stores: readonly string[]): Endpoint[] => [
  replicas(NAMES.tlsQuery, namespace),
  ...stores.map((store) => replicas(store, namespace)),
];

/** Labels by which replicas differ: those of the configuration, and those of the parts that there are. */
const replicaLabels = ({ query, ruler: rules, receive }: ObserverArgs): string[] => [
  ...new Set([
    ...query.replicaLabels,
    ...(rules === undefined ? [] : [RULE_REPLICA_LABEL]),
    ...(receive === undefined ? [] : [RECEIVE_REPLICA_LABEL]),
  ]),
];

/** Their authorities are still in the state: for the next `up` to know. */
const leavingOf = ({ leaving }: ObserverArgs) =>
  Object.fromEntries(leaving.map(({ name, clientCa }) => [name, clientCa]));

/** What the observees and this stack's next `up` need to know. */
function outputsOf(
  observees: ObserverArgs["observees"],
  trusts: readonly { readonly observee: string; readonly trust: ClientTrust }[],
  moreEnds: ClusterMetrics["ends"],
) {
  const byName = <T>(of: (observee: ObserverArgs["observees"][number]) => T) =>
    Object.fromEntries(observees.map((observee) => [observee.name, of(observee)]));
  const leafSince = Object.fromEntries(
    trusts.map(({ observee, trust }) => [observee, trust.leafSince]),
  );
  return {
    schema: CONTRACT_SCHEMA,
    clientCa: Object.fromEntries(trusts.map(({ observee, trust }) => [observee, trust.published])),
    trusts: byName(({ contract }) =>
      certificatesOf(contract?.serverCa ?? contract?.writerCa ?? "").map(certificateFingerprint),
    ),
    certificateEnds: {
      ...Object.fromEntries(trusts.flatMap(({ trust }) => Object.entries(trust.ends))),
      ...moreEnds,
    },
    observees: byName(({ contract }) => (contract === undefined ? "pending" : "connected")),
    rotations: byName(({ name, clientCa }) => ({ ...clientCa, leafSince: leafSince[name] })),
  };
}
