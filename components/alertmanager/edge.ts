// Creates the edge of the observer's Alertmanager for alerts of other clusters: files, Service and trust bundle.
import * as pulumi from "@pulumi/pulumi";
import { alertmanagerPart, type AlertmanagerSpecEdge } from "./spec";
import { EDGE_TLS_KEYS, edgeFiles } from "./edge-spec";
import { alertmanagerEdgeService, type PassThrough } from "../edge/load-balancer/spec";
import { checksumOf } from "../pki/certificates/fingerprint";
import { NAMES } from "../../kubernetes/names";
import { bundle } from "../pki/certificates/pem";
import { metadata } from "../../kubernetes/workload";
import { WITH_TIMEOUTS, childOptions } from "../../kubernetes/resource-options";
import { dialledThrough } from "../edge/component";
import * as k8s from "../../kubernetes/k8s";
import type { Issued } from "../pki/certificates/issue";

export interface AlertmanagerEdgeArgs {
  readonly namespace: string;
  /** Image reference. */
  readonly image: string;
  /** How senders reach it. */
  readonly exposure: PassThrough;
  /** The edge's server certificate and its CA. */
  readonly issued: Issued;
  /** Clusters that may send alerts, with the CA certificates of each. */
  readonly senders: readonly { readonly name: string; readonly senderCa: string }[];
}

/** The edge's Service, Secret and ConfigMap. Its container is in Alertmanager's pods, which the operator creates. */
export class AlertmanagerEdge extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:edge:Alertmanager";
  /** Additions to Alertmanager's pods. */
  public readonly inPods: AlertmanagerSpecEdge;
  /** Objects that the pods mount. The pods depend on these only: this component's Service waits for the pods. */
  public readonly files: readonly pulumi.Resource[];
  /** `host:port` that senders dial. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: AlertmanagerEdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AlertmanagerEdge.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace, image, exposure, issued, senders } = args;
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
          [EDGE_TLS_KEYS.cert]: issued.leaf.certPem,
          [EDGE_TLS_KEYS.key]: issued.leaf.keyPem,
          // Always contains the edge's own CA, which signs no client: with an empty file the edge would not start.
          [EDGE_TLS_KEYS.clientCa]: issued.caBundle.apply((own) =>
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
