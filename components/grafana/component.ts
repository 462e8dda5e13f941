// Grafana, which shows the fleet: signed in, by data sources and dashboards that are files.
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { GrafanaConfig } from "./config";
import type { MonitoringStackConfig } from "../monitoring-stack/config";
import { checksum } from "../pki/fingerprint";
import { passwordFrom, sealOf } from "./admin";
import { toIni } from "./ini";
import {
  GRAFANA_DOOR,
  grafanaIngress,
  grafanaOwner,
  grafanaService,
  grafanaSet,
  grafanaWaits,
  sidecarAccess,
} from "./spec";
import { provisioningFiles } from "./provisioning";
import { ADMIN_PASSWORD, grafanaSettings } from "./settings";
import { dashboardNamespaces } from "./sidecar";
import { NAMES } from "../../kubernetes/names";
import { nodePortService, serviceAccount } from "../../kubernetes/objects";
import { imageReference, type ImageOverrides } from "../../kubernetes/images";
import { metadata } from "../../kubernetes/workload";
import { childOptions, statefulSetOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import { monitorService } from "../../kubernetes/service-monitor";

/** What Grafana keeps secret. */
export interface GrafanaSecretArgs {
  /** The administrator's password; one is made without it. */
  readonly grafanaAdminPassword?: pulumi.Output<string>;
  /** Secret settings, by `section.key`. */
  readonly grafanaSecrets: Readonly<Record<string, pulumi.Output<string>>>;
}

export interface GrafanaArgs extends GrafanaConfig, GrafanaSecretArgs {
  readonly namespace: string;
  readonly images: ImageOverrides;
  /** Whose release may have brought dashboards. */
  readonly monitoringStack: MonitoringStackConfig;
  /** How often it is scraped. */
  readonly scrapeInterval: string;
  /** How far apart the fleet's samples are at most: a rate over less is empty for some clusters. */
  readonly sampleInterval: string;
}

export class Grafana extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:grafana:Grafana";

  constructor(name: string, args: GrafanaArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Grafana.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace, ingress } = args;
    const owner = grafanaOwner(namespace);
    const url =
      args.externalUrl ?? (ingress === undefined ? undefined : `https://${ingress.hostname}/`);
    const files = {
      "grafana.ini": toIni(grafanaSettings(args.settings, Object.keys(args.grafanaSecrets), url)),
      ...provisioningFiles(namespace, args.sampleInterval),
    };
    // Nothing else uses this key: it stays in the state as a secret as it is.
    const seed = new tls.PrivateKey(`${name}-seed`, { algorithm: "ED25519" }, child).privateKeyPem;
    const secrets = {
      [ADMIN_PASSWORD]: args.grafanaAdminPassword ?? seed.apply(passwordFrom),
      ...args.grafanaSecrets,
    };

    const account = new k8s.core.v1.ServiceAccount(`${name}-account`, serviceAccount(owner), child);
    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: metadata(owner), data: files },
      child,
    );
    const secret = new k8s.core.v1.Secret(
      `${name}-secrets`,
      { metadata: { ...metadata(owner), name: NAMES.grafanaSecrets }, stringData: secrets },
      child,
    );
    const watched = dashboardNamespaces(namespace, args.dashboardNamespaces, args.monitoringStack);
    const access = watched.map((where) => allowSidecar(name, namespace, where, child));
    new k8s.apps.v1.StatefulSet(
      name,
      grafanaSet({
        namespace,
        images: {
          grafana: imageReference("grafana", args.images),
          sidecar: imageReference("dashboardSidecar", args.images),
        },
        storage: args.storage,
        dashboardNamespaces: watched,
        podAnnotations: {
          "checksum/config": checksum(JSON.stringify(files)),
          "checksum/secrets": sealed(seed, secrets),
        },
      }),
      statefulSetOptions(child, [account, config, secret, ...access], grafanaWaits),
    );
    new k8s.core.v1.Service(`${name}-service`, grafanaService(namespace), child);
    if (args.nodePort !== undefined) {
      const door = nodePortService(owner, args.nodePort, GRAFANA_DOOR);
      new k8s.core.v1.Service(`${name}-node-port`, door, child);
    }
    if (ingress !== undefined) {
      new k8s.networking.v1.Ingress(`${name}-ingress`, grafanaIngress(namespace, ingress), child);
    }
    monitorService(
      `${name}-monitor`,
      { ...owner, service: owner.name, port: "http", interval: args.scrapeInterval },
      child,
    );
    this.registerOutputs({});
  }
}

/** In clear: it is an annotation. */
const sealed = (
  seed: pulumi.Output<string>,
  secrets: Readonly<Record<string, pulumi.Output<string>>>,
): pulumi.Output<string> =>
  pulumi.unsecret(
    pulumi.all([seed, pulumi.all(secrets)]).apply(([key, texts]) => sealOf(key, texts)),
  );

const allowSidecar = (
  name: string,
  own: string,
  namespace: string,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource => {
  const { role, binding } = sidecarAccess(own, namespace);
  const suffix = own === namespace ? "" : `-${namespace}`;
  return new k8s.rbac.v1.RoleBinding(`${name}-role-binding${suffix}`, binding, {
    ...child,
    dependsOn: [new k8s.rbac.v1.Role(`${name}-role${suffix}`, role, child)],
  });
};
