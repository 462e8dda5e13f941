// Receive's certificates at the observer: its server certificate, and the client CAs of remote-writing observees.
import * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../../kubernetes/names";
import { bundle } from "../certificates/pem";
import type { CertificateSettings } from "../spec";
import type { Rotation } from "../rotation/phases";
import { RECEIVE_TLS_KEYS } from "../../receive/spec";
import { childOptions } from "../../../kubernetes/resource-options";
import * as k8s from "../../../kubernetes/k8s";
import { makeAuthorities } from "../authority/generations";
import { expiryAlerts } from "../expiry/component";
import { issue } from "../certificates/issue";

export interface ReceiveTrustArgs {
  /** The observer's cluster name. */
  readonly observer: string;
  readonly namespace: string;
  /** Published address of docs/runbooks.md, for the links in its alerts. */
  readonly runbookUrl?: string | undefined;
  /** DNS name in the server certificate. */
  readonly serverName: string;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
  /** CA certificates of all observees that remote-write, PEM. */
  readonly writerCas: readonly string[];
}

/** Reserved as an observee's name, whose alerts would have the same object name. */
const ALERTS = "receive.server";

export class ReceiveTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:ReceiveTrust";
  /** CA certificates that the writers must trust, PEM bundle. */
  public readonly serverCa: pulumi.Output<string>;
  /** Secret that its pods mount. */
  public readonly secret: pulumi.CustomResource;
  /** Start of the server certificate's validity, RFC 3339. */
  public readonly leafSince: pulumi.Output<string>;
  /** End dates by certificate name. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: ReceiveTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ReceiveTrust.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace, serverName, certificates, observer, runbookUrl } = args;
    const { leaf, published, ends, kinds } = issue(
      name,
      {
        ...{ certificates, rotation: args.rotation, commonName: serverName, use: "server" },
        authority: authorityOf(observer),
        called: { ca: "receiveCa", leaf: "receive" },
      },
      { parent: this },
    );
    this.leafSince = leaf.since;
    this.serverCa = pulumi.all(published).apply(bundle);
    this.secret = new k8s.core.v1.Secret(
      `${name}-server`,
      {
        metadata: { name: NAMES.receiveTls, namespace },
        stringData: {
          [RECEIVE_TLS_KEYS.cert]: leaf.certPem,
          [RECEIVE_TLS_KEYS.key]: leaf.keyPem,
          // Its own CA, which signs no client, is always included: with an empty file Thanos would serve without TLS.
          [RECEIVE_TLS_KEYS.clientCa]: this.serverCa.apply((own) =>
            bundle([own, ...args.writerCas]),
          ),
        },
      },
      child,
    );
    this.ends = ends;
    const place = { cluster: observer, namespace, runbookUrl };
    expiryAlerts(`${name}-expiry`, ALERTS, place, { ends, kinds }, child);
    this.registerOutputs({
      serverCa: this.serverCa,
      leafSince: this.leafSince,
      ends: this.ends,
    });
  }
}

export type LeavingReceiveTrustArgs = Pick<
  ReceiveTrustArgs,
  "observer" | "certificates" | "rotation"
>;

/** For a Receive that is removed: its CA stays unprotected for one `up`, since Pulumi deletes no protected resource. */
export class LeavingReceiveTrust extends pulumi.ComponentResource {
  constructor(
    name: string,
    { observer, ...about }: LeavingReceiveTrustArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(ReceiveTrust.TYPE, name, {}, opts);
    makeAuthorities(
      `${name}-ca`,
      { ...about, commonName: authorityOf(observer), kept: false },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

const authorityOf = (observer: string): string => `${observer} Receive server CA`;
