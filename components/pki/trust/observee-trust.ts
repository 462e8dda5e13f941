// An observee's certificates: those of its edge and the client CAs that the edge accepts, or the one for remote write.
import * as pulumi from "@pulumi/pulumi";
import * as k8s from "../../../kubernetes/k8s";
import { NAMES } from "../../../kubernetes/names";
import {
  observeeCertificate,
  type ObserveeCertificate,
  type ObserveeCertificateArgs,
} from "../certificates/observee-certificate";
import { bundle } from "../certificates/pem";
import { childOptions } from "../../../kubernetes/resource-options";
import { endDatesOf } from "../expiry/component";

export interface ObserveeTrustArgs extends ObserveeCertificateArgs {
  /** CA certificates whose client certificates the edge accepts, PEM; if empty, there is no edge. */
  readonly clientCas: readonly string[];
}

/** One component for both kinds of connection: changing the kind keeps the CA. */
export class ObserveeTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:EdgeTrust";
  /** The certificate; `outputDependencies` also has the Secret with the client CAs. */
  public readonly own: ObserveeCertificate;

  constructor(name: string, args: ObserveeTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ObserveeTrust.TYPE, name, {}, opts);
    const { namespace, serverName, clientCas } = args;
    const child = childOptions(this, opts);

    const own = observeeCertificate(name, args, this, child);
    // A Secret although it holds nothing secret: Ingress controllers read client CAs from Secrets only.
    const callers =
      serverName === undefined || clientCas.length === 0
        ? []
        : [
            new k8s.core.v1.Secret(
              `${name}-client-ca`,
              {
                metadata: { name: NAMES.clientCa, namespace },
                stringData: { "ca.crt": bundle(clientCas) },
              },
              child,
            ),
          ];
    this.own = { ...own, outputDependencies: [...own.outputDependencies, ...callers] };
    this.registerOutputs({
      published: own.trustBundle,
      leafSince: own.leaf?.since,
      ends: endDatesOf(own.certificates),
    });
  }
}
