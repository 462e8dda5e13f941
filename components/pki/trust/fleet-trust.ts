// The observer's certificates for its observees: a CA and a client certificate for each, and CAs of former observees.
import type * as pulumi from "@pulumi/pulumi";
import { CONTRACT_SCHEMA } from "../../../stacks/contract";
import { certificateFingerprint } from "../certificates/fingerprint";
import { certificatesOf } from "../certificates/pem";
import type { DatedCertificates } from "../expiry/end-dates";
import type { CertificateSettings } from "../spec";
import type { ObserverArgs } from "../../observer/args";
import { ClientTrust, type ClientCertificate } from "./client-trust";

/** Certificates for the observees of the configuration, and the component that made them. */
export type Trusts = readonly {
  readonly observee: string;
  readonly trust: ClientTrust;
  readonly client: ClientCertificate;
}[];

type Observee = ObserverArgs["observees"][number];

interface FleetTrustArgs extends Pick<
  ObserverArgs,
  "cluster" | "namespace" | "observees" | "leaving"
> {
  readonly certificates: CertificateSettings;
}

/** Creates the certificates. The options `child` depend on the namespace, which CAs of former observees do not need. */
export function fleetTrust(
  name: string,
  { cluster, namespace, observees, leaving, certificates }: FleetTrustArgs,
  child: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource[] },
): Trusts {
  const create = (
    { name: observee, clientCa: rotation, existingCas, contract }: Observee,
    retired: boolean,
  ) =>
    new ClientTrust(
      `${name}-${observee}`,
      {
        ...{ cluster, namespace, observee, rotation, retired },
        certificates: { ...certificates, existingCas },
        serverCa: contract?.serverCa,
      },
      retired ? { parent: child.parent } : child,
    );
  leaving.forEach((former) => create(former, true));
  return observees.flatMap((observee) => {
    const trust = create(observee, false);
    return trust.client === undefined
      ? []
      : [{ observee: observee.name, trust, client: trust.client }];
  });
}

/** All certificates issued here. */
export const clientCertificates = (trusts: Trusts): DatedCertificates =>
  Object.fromEntries(trusts.flatMap(({ client }) => Object.entries(client.certificates)));

/** Outputs for the observees and for this stack's next `up`. */
export function trustOutputs(observees: readonly Observee[], trusts: Trusts) {
  const byName = <T>(of: (observee: Observee) => T) =>
    Object.fromEntries(observees.map((observee) => [observee.name, of(observee)]));
  const leafSince = Object.fromEntries(
    trusts.map(({ observee, client }) => [observee, client.leaf.since]),
  );
  return {
    schema: CONTRACT_SCHEMA,
    clientCa: Object.fromEntries(
      trusts.map(({ observee, client }) => [observee, client.trustBundle]),
    ),
    trusts: byName(({ contract }) =>
      [contract?.serverCa ?? contract?.writerCa, contract?.senderCa]
        .flatMap((cas) => certificatesOf(cas ?? ""))
        .map(certificateFingerprint),
    ),
    observees: byName(({ contract }) => (contract === undefined ? "pending" : "connected")),
    rotations: byName(({ name, clientCa }) => ({ ...clientCa, leafSince: leafSince[name] })),
  };
}

/**
 * Former observees whose CAs are still in the state, for the next `up`. Left out if there are none: if an `up` fails to
 * delete the CAs, Pulumi keeps an output that was not set again.
 */
export const leavingOf = ({ leaving }: ObserverArgs) =>
  leaving.length === 0
    ? {}
    : { leaving: Object.fromEntries(leaving.map(({ name, clientCa }) => [name, clientCa])) };
