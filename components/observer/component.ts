// The observer component: its own metrics, and all that covers the whole fleet, such as Query, Grafana and the Ruler.
import * as pulumi from "@pulumi/pulumi";
import { ClusterMetrics } from "../cluster-metrics/component";
import { cachePools } from "../memcached/component";
import { NetworkPolicies } from "../network-policies/component";
import { observerNetwork } from "../network-policies/from-config/observer";
import { certificateRules, endDatesOf } from "../pki/expiry/component";
import { ingressCas } from "../pki/expiry/supplied-cas";
import { clientCertificates, fleetTrust } from "../pki/trust/fleet-trust";
import { certificateSettings, type ExistingCas } from "../pki/spec";
import { storeReader } from "../store-gateway/reader-role";
import { fleetAlertmanager } from "./alert-receiver";
import { fleetAlerts } from "./alert-rules";
import type { ObserverArgs } from "./args";
import { fleetCheck } from "./fleet-check";
import { fleetGrafana } from "./fleet-grafana";
import { fleetReceive } from "./fleet-receive";
import { fleetRuler } from "./fleet-ruler";
import { observerOutputs } from "./outputs";
import { queryLayer } from "./query-layer";
import { storeGateways } from "./store-gateways";

/** All resources of the observer. */
export class Observer extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Observer";
  /** Stack outputs: the contract with the observees, and what the next `up` reads. */
  public readonly outputs: Record<string, unknown>;

  constructor(name: string, args: ObserverArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Observer.TYPE, name, {}, opts);
    const { cluster, existingCas } = args;
    const connected = args.observees.flatMap(({ name: observee, contract }) =>
      contract === undefined ? [] : [{ name: observee, contract }],
    );
    const contracts = connected.map(({ contract }) => contract);
    const settings = certificateSettings(
      args.certificates,
      args.unsafeForTests.alwaysRenew === true,
    );
    const certificatesOf = (cas?: ExistingCas) => ({ ...settings, existingCas: cas });

    const alertmanager = fleetAlertmanager(
      `${name}-alertmanager-trust`,
      {
        ...args,
        certificates: certificatesOf(existingCas.alertmanager),
        connected,
      },
      this,
    );
    const metrics = new ClusterMetrics(
      `${name}-metrics`,
      { ...args, dashboards: true, alertmanagerEdge: alertmanager?.edge },
      { parent: this },
    );
    const child = { parent: this, dependsOn: [metrics.namespace] };
    const network = observerNetwork(args, contracts);
    const { enabled } = args.networkPolicies;
    new NetworkPolicies(`${name}-network`, { enabled, network }, child);

    const trusts = fleetTrust(`${name}-trust`, { ...args, certificates: settings }, child);
    const pools = cachePools(name, args, child);
    const reader = storeReader(`${name}-store-iam`, args, metrics.kmsKeyArn, { parent: this });
    const gateways = { ...args, metrics, connected, pools: pools.stores, reader };
    const stores = storeGateways(name, gateways, this);
    const receive = fleetReceive(
      name,
      { ...args, metrics, connected, certificates: certificatesOf(existingCas.receive) },
      this,
    );
    fleetRuler(name, { ...args, metrics }, this);
    const received = receive === undefined ? [] : [receive.workload];
    const clusters = [cluster, ...connected.map((observee) => observee.name)];
    const querying = queryLayer(name, args, {
      parent: this,
      namespace: metrics.namespace,
      trusts: trusts.map(({ trust }) => trust),
      caches: pools.queryFrontend,
      clusters,
      listed: [...stores, ...metrics.prometheus, ...received],
    });
    fleetCheck(`${name}-check`, args, clusters, {
      parent: this,
      // A new cluster is in the answers before the check expects it.
      dependsOn: [metrics.namespace, ...querying, ...received],
    });
    fleetGrafana(name, args, contracts, child);
    const expiry = {
      ...ingressCas(args),
      ...clientCertificates(trusts),
      ...metrics.certificates,
      ...receive?.certificates,
      ...alertmanager?.issued.certificates,
    };
    certificateRules(`${name}-certificates`, { ...args, ...args.alerts }, expiry, child);
    fleetAlerts(`${name}-alerts`, args, child);

    const parts = { metrics, trusts, receive, alertmanager, reader, expiry: endDatesOf(expiry) };
    this.outputs = observerOutputs(args, parts, querying);
    this.registerOutputs(this.outputs);
  }
}
