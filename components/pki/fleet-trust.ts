// The observer's trust in its whole fleet: one authority and one client certificate for each observee.
import * as pulumi from "@pulumi/pulumi";
import type { CertificateSettings } from "../../specs/pki/certificates";
import type { Rotation } from "../../specs/pki/rotation";
import { ClientTrust, LeavingTrust } from "./client-trust";

export interface FleetTrustArgs {
  /** The observer's cluster name. */
  readonly observer: string;
  readonly namespace: string;
  readonly certificates: CertificateSettings;
  readonly observees: readonly {
    readonly name: string;
    readonly clientCa: Rotation;
    readonly contract?: { readonly serverCa?: string | undefined };
  }[];
  /** Observees of the last `up` that were removed or revoked since. */
  readonly leaving: readonly { readonly name: string; readonly clientCa: Rotation }[];
}

export class FleetTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:FleetTrust";
  /** By observee, the CA certificates that its edge shall accept. */
  public readonly clientCa: Readonly<Record<string, pulumi.Output<string>[]>>;
  /** End dates by certificate. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: FleetTrustArgs, opts: pulumi.ComponentResourceOptions) {
    super(FleetTrust.TYPE, name, {}, opts);
    const { observer, namespace, certificates } = args;
    const child = { parent: this, dependsOn: opts.dependsOn ?? [] };

    const trusts = args.observees.map(({ name: observee, clientCa, contract }) => {
      const trust = new ClientTrust(
        `${name}-${observee}`,
        {
          observer,
          observee,
          namespace,
          certificates,
          rotation: clientCa,
          serverCa: contract?.serverCa,
        },
        child,
      );
      return { observee, trust };
    });
    for (const { name: observee, clientCa } of args.leaving) {
      new LeavingTrust(
        `${name}-${observee}`,
        { observer, observee, certificates, rotation: clientCa },
        { parent: this },
      );
    }
    this.clientCa = Object.fromEntries(
      trusts.map(({ observee, trust }) => [observee, trust.published]),
    );
    this.ends = Object.fromEntries(trusts.flatMap(({ trust }) => Object.entries(trust.ends)));
    this.registerOutputs({ clientCa: this.clientCa, ends: this.ends });
  }
}
