// The observer component: its own metrics, and the query layer over the whole fleet.
import * as pulumi from "@pulumi/pulumi";
import { observerNetwork } from "../network-policies/from-config/observer";
import { longest } from "../../kubernetes/duration";
import { certificateSettings } from "../pki/spec";
import { externalAdditions } from "../prometheus/external";
import { partArgs } from "../../kubernetes/part";
import { ClusterMetrics } from "../cluster-metrics/component";
import { Dashboards } from "../grafana/dashboards";
import { fleetAlertmanager } from "./alert-receiver";
import { fleetAlerts, fleetGroups } from "./alert-rules";
import { Grafana } from "../grafana/component";
import { membersOf } from "./members";
import { cachePools } from "../memcached/component";
import { NetworkPolicies } from "../network-policies/component";
import type { ObserverArgs } from "./args";
import { ownIdentity } from "../object-store/s3/workload-identity";
import { endDates } from "../pki/expiry-rules";
import { expiryAlerts } from "../pki/expiry-alert-rules";
import { expiryOf, fleetTrust, leavingOf, trustOutputs } from "../pki/fleet-trust";
import { ingressCas } from "../pki/supplied";
import { storeReader } from "../store-gateway/reader-role";
import { fleetQueries } from "./query-layer";
import { fleetReceive } from "./fleet-receive";
import { ruler } from "./fleet-ruler";
import { observeeStore, ownStore, storeAccount } from "./store-gateways";
import type { ObserverOutputs } from "../../stacks/contract";
import { outputsAfter } from "../../stacks/outputs";

export class Observer extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Observer";
  /** Stack outputs: the contract with the observees. */
  public readonly outputs: Record<string, unknown>;

  constructor(name: string, args: ObserverArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Observer.TYPE, name, {}, opts);
    const { cluster, namespace, observees } = args;
    const connected = observees.flatMap(({ name: observee, contract }) =>
      contract === undefined ? [] : [{ name: observee, contract }],
    );
    const certificates = certificateSettings(
      args.certificates,
      args.unsafeForTests.alwaysRenew === true,
    );
    const { existingCas } = args;
    const alertmanager = fleetAlertmanager(
      `${name}-alertmanager-trust`,
      {
        ...args,
        certificates: { ...certificates, existingCas: existingCas.alertmanager },
        connected,
      },
      this,
    );
    const metrics = new ClusterMetrics(
      `${name}-metrics`,
      { ...args, dashboards: true, alertmanagerEdge: alertmanager?.edge },
      { parent: this },
    );
    alertmanager?.trust.watch({ cluster, namespace, ...args.alerts }, metrics.namespace);
    const child = { parent: this, dependsOn: [metrics.namespace] };

    new NetworkPolicies(
      `${name}-network`,
      {
        enabled: args.networkPolicies.enabled,
        network: observerNetwork(
          args,
          connected.map(({ contract }) => contract),
        ),
      },
      child,
    );

    const trusts = fleetTrust(`${name}-trust`, { ...args, certificates }, child);
    const pools = cachePools(name, args, child);
    const reader = storeReader(`${name}-store-iam`, args, metrics.kmsKeyArn, { parent: this });
    const stored = { ...args, account: storeAccount(name, namespace, reader, child) };
    const after = (store: string) => ({
      parent: this,
      dependsOn: [metrics.namespace, ...pools.stores, ...reader.dependsOn(store)],
    });
    const stores = [
      ...ownStore(name, stored, metrics.objstore, after(cluster)),
      ...connected.flatMap((observee) =>
        observeeStore(name, stored, observee, after(observee.name)),
      ),
    ].map(({ workload }) => workload);
    const receiver =
      args.receive === undefined
        ? undefined
        : ownIdentity(name, "receive", args, metrics.kmsKeyArn, { parent: this });
    const receive = fleetReceive(
      `${name}-receive`,
      {
        ...partArgs(args),
        ...args.alerts,
        ...{ cluster, receive: args.receive, leavingReceive: args.leavingReceive },
        certificates: { ...certificates, existingCas: existingCas.receive },
        writers: connected.flatMap(({ name: writer, contract: { writerCa } }) =>
          writerCa === undefined ? [] : [{ name: writer, writerCa }],
        ),
        objstore: metrics.objstore,
        roleArn: receiver?.annotation,
      },
      { parent: this, dependsOn: [metrics.namespace, ...(receiver?.dependsOn(cluster) ?? [])] },
    );
    if (args.ruler !== undefined) {
      const identity = ownIdentity(name, "ruler", args, metrics.kmsKeyArn, { parent: this });
      const wait = [metrics.namespace, ...identity.dependsOn(cluster)];
      const stored = {
        objstore: metrics.objstore,
        identity,
        fleetGroups: fleetGroups(args),
      };
      ruler(name, args, args.ruler, stored, { parent: this, dependsOn: wait });
    }
    const caller = fleetQueries(name, args, {
      parent: this,
      namespace: metrics.namespace,
      trusts: trusts.map(({ trust }) => trust),
      caches: pools.queryFrontend,
      stores,
      clusters: [cluster, ...connected.map((observee) => observee.name)],
    });
    new Dashboards(`${name}-dashboards`, { namespace }, child);
    if (args.grafana.enabled) {
      const { scrapeInterval } = args.prometheus;
      const sampleInterval = longest(
        scrapeInterval,
        ...connected.map(({ contract }) => contract.scrapeInterval ?? scrapeInterval),
      );
      const shown = { ...args, ...args.grafana, scrapeInterval, sampleInterval };
      new Grafana(`${name}-grafana`, shown, child);
    }

    const given = ingressCas(args);
    if (Object.keys(given.ends).length > 0) {
      const place = { cluster, namespace, ...args.alerts };
      expiryAlerts(`${name}-published-expiry`, "published.ca", place, given, child);
    }
    const ends = {
      ...given.ends,
      ...expiryOf(trusts),
      ...metrics.ends,
      ...receive?.ends,
      ...alertmanager?.trust.ends,
    };
    if (Object.keys(ends).length > 0) {
      endDates(`${name}-certificate-ends`, namespace, ends, child);
    }

    fleetAlerts(`${name}-alerts`, args, child);

    const holders = [
      ...trusts.map(({ trust }) => trust.secret),
      caller.workload,
      ...(receive?.outputDependencies ?? []),
      ...metrics.outputDependencies,
    ];
    this.outputs = outputsAfter(holders, {
      cluster,
      clusterUid: metrics.clusterUid,
      ...trustOutputs(observees, trusts),
      ...metrics.outputsForNextUp,
      members: membersOf(args, metrics.clusterUid),
      certificateEnds: ends,
      receive: receive?.outputs,
      alertmanager:
        alertmanager === undefined || metrics.alertmanagerAddress === undefined
          ? undefined
          : alertmanager.outputs(metrics.alertmanagerAddress),
      storeReaderRoleArn: reader.roleArn,
      ...leavingOf(args),
      ...externalAdditions(args),
    } satisfies ObserverOutputs);
    this.registerOutputs(this.outputs);
  }
}
