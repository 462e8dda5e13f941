// The observer's certificates for one observee: a CA for that observee alone, and a client certificate.
import * as pulumi from "@pulumi/pulumi";
import * as k8s from "../../../kubernetes/k8s";
import { childOptions } from "../../../kubernetes/resource-options";
import { clientTlsName } from "../../tls-querier/part";
import { retireCa, type CaArgs } from "../authority/generations";
import { issue, type Issued } from "../certificates/issue";
import { endDatesOf } from "../expiry/component";

/** Arguments for one observee. */
export interface ClientTrustArgs extends Omit<CaArgs, "caName"> {
  /** The observer. */
  readonly cluster: string;
  readonly namespace: string;
  /** Name of the observee. */
  readonly observee: string;
  /** Whether the observee was removed or revoked: its CA then stays for one `up`, and nothing that it signed. */
  readonly retired: boolean;
  /** CA certificates of the observee's server; absent while it is pending, or if the system's CAs are used. */
  readonly serverCa?: string | undefined;
}

/** The client certificate, and the Secret with it, which is mounted where the observee is called. */
export interface ClientCertificate extends Issued {
  readonly secret: pulumi.CustomResource;
}

/** CA, client certificate and its Secret; only the CA if the observee was removed or revoked. */
export class ClientTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:ClientTrust";
  /** The client certificate; undefined if the observee was removed or revoked. */
  public readonly client: ClientCertificate | undefined;

  constructor(name: string, args: ClientTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClientTrust.TYPE, name, {}, opts);
    const { cluster, observee, namespace, certificates, rotation, serverCa } = args;
    const child = childOptions(this, opts);
    const ca = { caName: `${cluster} client CA for ${observee}`, certificates, rotation };
    if (args.retired) {
      retireCa(name, ca, { parent: this });
      this.registerOutputs({});
      return;
    }
    const names = { ca: `clientCa/${observee}`, leaf: `client/${observee}` };
    const issued = issue(
      name,
      { ...ca, commonName: cluster, use: "client", names },
      { parent: this },
    );
    const { certPem, keyPem, since } = issued.leaf;
    const secret = new k8s.core.v1.Secret(
      `${name}-secret`,
      {
        metadata: { name: clientTlsName(observee), namespace },
        stringData: {
          "tls.crt": certPem,
          "tls.key": keyPem,
          ...(serverCa === undefined ? {} : { "ca.crt": serverCa }),
        },
      },
      child,
    );
    this.client = { ...issued, secret };
    this.registerOutputs({
      published: issued.trustBundle,
      leafSince: since,
      ends: endDatesOf(issued.certificates),
    });
  }
}
