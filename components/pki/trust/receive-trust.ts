// Receive's certificates at the observer: its server certificate, and the client CAs of remote-writing observees.
import * as pulumi from "@pulumi/pulumi";
import * as k8s from "../../../kubernetes/k8s";
import { NAMES } from "../../../kubernetes/names";
import { childOptions } from "../../../kubernetes/resource-options";
import { RECEIVE_TLS_KEYS } from "../../receive/spec";
import { retireCa, type CaArgs } from "../authority/generations";
import { issue, type Issued } from "../certificates/issue";
import { bundle } from "../certificates/pem";
import { endDatesOf } from "../expiry/component";

/** Arguments for Receive. */
export interface ReceiveTrustArgs extends Omit<CaArgs, "caName"> {
  /** The observer. */
  readonly cluster: string;
  readonly namespace: string;
  /** DNS name in the server certificate. */
  readonly serverName: string;
  /**
   * CA certificates of all observees that remote-write, PEM; undefined if Receive is removed: its CA then stays for one
   * `up`.
   */
  readonly writerCas: readonly string[] | undefined;
}

/** Receive's certificate, and the Secret with it that its pods mount. */
export interface ReceiveCertificate extends Issued {
  readonly secret: pulumi.CustomResource;
}

export class ReceiveTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:ReceiveTrust";
  /** The server certificate; undefined if Receive is removed. */
  public readonly server: ReceiveCertificate | undefined;

  constructor(name: string, args: ReceiveTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ReceiveTrust.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { cluster, namespace, serverName, certificates, rotation, writerCas } = args;
    const ca = { caName: `${cluster} Receive server CA`, certificates, rotation };
    if (writerCas === undefined) {
      retireCa(name, ca, { parent: this });
      this.registerOutputs({});
      return;
    }
    const names = { ca: "receiveCa", leaf: "receive" };
    const issued = issue(
      name,
      { ...ca, commonName: serverName, use: "server", names },
      { parent: this },
    );
    const { certPem, keyPem, since } = issued.leaf;
    const secret = new k8s.core.v1.Secret(
      `${name}-server`,
      {
        metadata: { name: NAMES.receiveTls, namespace },
        stringData: {
          [RECEIVE_TLS_KEYS.cert]: certPem,
          [RECEIVE_TLS_KEYS.key]: keyPem,
          // Its own CA, which signs no client, is always included: with an empty file Thanos would serve without TLS.
          [RECEIVE_TLS_KEYS.clientCa]: issued.caBundle.apply((own) => bundle([own, ...writerCas])),
        },
      },
      child,
    );
    this.server = { ...issued, secret };
    this.registerOutputs({
      serverCa: issued.caBundle,
      leafSince: since,
      ends: endDatesOf(issued.certificates),
    });
  }
}
