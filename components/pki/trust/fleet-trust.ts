// The observer's certificates for its observees: a CA and a client certificate for each, and CAs of former observees.
import type * as pulumi from "@pulumi/pulumi";
import { CONTRACT_SCHEMA } from "../../../stacks/contract";
import { certificateFingerprint } from "../certificates/fingerprint";
import { certificatesOf } from "../certificates/pem";
import type { CertificateSettings } from "../spec";
import type { ObserverArgs } from "../../observer/args";
import { ClientTrust, LeavingTrust } from "./client-trust";

export type Trusts = readonly { readonly observee: string; readonly trust: ClientTrust }[];

interface FleetTrustArgs extends Pick<
  ObserverArgs,
  "cluster" | "namespace" | "alerts" | "observees" | "leaving"
> {
  readonly certificates: CertificateSettings;
}

/** `child` depends on the namespace, which the CAs of former observees do not need. */
export function fleetTrust(
  name: string,
  { cluster: observer, namespace, alerts, observees, leaving, certificates }: FleetTrustArgs,
  child: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource[] },
): Trusts {
  const trusts = observees.map(({ name: observee, clientCa: rotation, existingCas, contract }) => ({
    observee,
    trust: new ClientTrust(
      `${name}-${observee}`,
      {
        ...{ observer, observee, namespace, rotation },
        certificates: { ...certificates, existingCas },
        ...alerts,
        serverCa: contract?.serverCa,
      },
      child,
    ),
  }));
  for (const { name: observee, clientCa: rotation, existingCas } of leaving) {
    const left = { observer, observee, rotation, certificates: { ...certificates, existingCas } };
    new LeavingTrust(`${name}-${observee}`, left, { parent: child.parent });
  }
  return trusts;
}

/** End dates of all certificates issued here. */
export const expiryOf = (trusts: Trusts): ClientTrust["ends"] =>
  Object.fromEntries(trusts.flatMap(({ trust }) => Object.entries(trust.ends)));

/** Outputs for the observees and for this stack's next `up`. */
export function trustOutputs(observees: ObserverArgs["observees"], trusts: Trusts) {
  const byName = <T>(of: (observee: ObserverArgs["observees"][number]) => T) =>
    Object.fromEntries(observees.map((observee) => [observee.name, of(observee)]));
  const leafSince = Object.fromEntries(
    trusts.map(({ observee, trust }) => [observee, trust.leafSince]),
  );
  return {
    schema: CONTRACT_SCHEMA,
    clientCa: Object.fromEntries(
      trusts.map(({ observee, trust }) => [observee, trust.trustBundle]),
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
