// The observer's side of the trust in those who push: Receive's own certificate, and whose certificates it accepts.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../specs/names";
import { bundle } from "../../specs/pem";
import type { CertificateSettings } from "../../specs/pki/certificates";
import type { Rotation } from "../../specs/pki/rotation";
import { RECEIVE_TLS_KEYS } from "../../specs/thanos/receive";
import { childOf } from "../child";
import { makeAuthorities, type Authorities } from "./authorities";
import { expiryAlerts } from "./expiry-alerts";
import { Leaf } from "./leaf";

export interface ReceiveTrustArgs {
  /** The observer's cluster name. */
  readonly observer: string;
  readonly namespace: string;
  /** Name in the server certificate. */
  readonly serverName: string;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
  /** CA certificates of all who may write, PEM. */
  readonly writerCas: readonly string[];
}

/** An observee may not be called so: its alerts would have the name of Receive's. */
const ALERTS = "receive.server";

export class ReceiveTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:ReceiveTrust";
  /** CA certificates that the writers shall trust, one text. */
  public readonly serverCa: pulumi.Output<string>;
  /** Since when the server certificate has been there, RFC 3339. */
  public readonly leafSince: pulumi.Output<string>;
  /** End dates by certificate. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: ReceiveTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ReceiveTrust.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const { namespace, serverName, certificates } = args;
    const authorities = receiveAuthorities(name, { ...args, kept: true }, this);
    const leaf = new Leaf(
      `${name}-leaf`,
      {
        authority: authorities.signing,
        certificates,
        commonName: serverName,
        use: "server",
        dnsNames: [serverName],
      },
      { parent: this },
    );
    this.leafSince = leaf.since;
    this.serverCa = pulumi.all(authorities.published).apply(bundle);
    new k8s.core.v1.Secret(
      `${name}-server`,
      {
        metadata: { name: NAMES.receiveTls, namespace },
        stringData: {
          [RECEIVE_TLS_KEYS.cert]: leaf.certPem,
          [RECEIVE_TLS_KEYS.key]: leaf.keyPem,
          // Its own CA, which signs no client, is always among them: with an empty file Thanos would serve everyone in plain.
          [RECEIVE_TLS_KEYS.clientCa]: this.serverCa.apply((own) =>
            bundle([own, ...args.writerCas]),
          ),
        },
      },
      child,
    );
    this.ends = {
      ...Object.fromEntries(
        Object.entries(authorities.ends).map(([generation, end]) => [
          `receiveCa/${generation}`,
          end,
        ]),
      ),
      receive: leaf.ends,
    };
    expiryAlerts(`${name}-expiry`, ALERTS, namespace, this.ends, child);
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

/** Of a Receive that is taken away: its authority stays for one `up`, with its protection taken off. */
export class LeavingReceiveTrust extends pulumi.ComponentResource {
  constructor(name: string, args: LeavingReceiveTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ReceiveTrust.TYPE, name, {}, opts);
    receiveAuthorities(name, { ...args, kept: false }, this);
    this.registerOutputs({});
  }
}

const receiveAuthorities = (
  name: string,
  { observer, ...args }: LeavingReceiveTrustArgs & { readonly kept: boolean },
  parent: pulumi.Resource,
): Authorities =>
  makeAuthorities(
    `${name}-ca`,
    { ...args, commonName: `${observer} Receive server CA` },
    { parent },
  );
