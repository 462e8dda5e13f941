// The way in to the observer's Alertmanager for alerts of other clusters: its files, its Service, and whom it trusts.
import * as pulumi from "@pulumi/pulumi";
import { alertmanagerPart, type AlertmanagerSpecEdge } from "./spec";
import { EDGE_TLS_KEYS, edgeFiles } from "./edge-spec";
import { alertmanagerEdgeService, type PassThrough } from "../edge/load-balancer/spec";
import { checksumOf } from "../pki/fingerprint";
import { NAMES } from "../../kubernetes/names";
import { bundle } from "../pki/pem";
import { metadata } from "../../kubernetes/workload";
import { WITH_TIMEOUTS, childOptions } from "../../kubernetes/resource-options";
import { dialledThrough } from "../edge/component";
import * as k8s from "../../kubernetes/k8s";
import type { AlertTrust } from "../pki/alert-trust";

export interface AlertmanagerEdgeArgs {
  readonly namespace: string;
  /** Reference of its image. */
  readonly image: string;
  readonly exposure: PassThrough;
  readonly trust: AlertTrust;
  /** Clusters that may send alerts, and the CA certificates of each. */
  readonly senders: readonly { readonly name: string; readonly senderCa: string }[];
}

export class AlertmanagerEdge extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:edge:Alertmanager";
  /** What the pods have to have for it. */
  public readonly inPods: AlertmanagerSpecEdge;
  /** What the pods mount; to wait for the whole would be to wait for a Service that waits for the pods. */
  public readonly files: readonly pulumi.Resource[];
  /** `host:port` to dial. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: AlertmanagerEdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AlertmanagerEdge.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace, image, exposure, trust, senders } = args;
    const files = edgeFiles(senders.map((sender) => sender.name));

    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      {
        metadata: { ...metadata(alertmanagerPart(namespace)), name: NAMES.alertmanagerEdge },
        data: files,
      },
      child,
    );
    const tls = new k8s.core.v1.Secret(
      `${name}-tls`,
      {
        metadata: { ...metadata(alertmanagerPart(namespace)), name: NAMES.alertmanagerTls },
        stringData: {
          [EDGE_TLS_KEYS.cert]: trust.leaf.certPem,
          [EDGE_TLS_KEYS.key]: trust.leaf.keyPem,
          // Its own CA, which signs no client, is always among them: with an empty file it would not start.
          [EDGE_TLS_KEYS.clientCa]: trust.ca.apply((own) =>
            bundle([own, ...senders.map(({ senderCa }) => senderCa)]),
          ),
        },
      },
      child,
    );
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      alertmanagerEdgeService(namespace, exposure),
      { ...child, ...WITH_TIMEOUTS },
    );
    this.inPods = { image, checksum: checksumOf(files) };
    this.files = [config, tls];
    this.address = dialledThrough(exposure, service);
    this.registerOutputs({ address: this.address });
  }
}
