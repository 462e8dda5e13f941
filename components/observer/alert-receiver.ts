// The observer's end of the way that alerts go: the trust in those who send, where configuration asks for it.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserverSettings } from "../../config/observer";
import type { ObserveeContract, ObserverOutputs } from "../../stacks/contract";
import { alertmanagerServerName } from "../../kubernetes/names";
import { receivingEnd } from "../pki/alert-trust-spec";
import type { CertificateSettings } from "../pki/spec";
import type { Rotation } from "../pki/rotation";
import { imageReference } from "../../kubernetes/images";
import type { AlertmanagerEdgeArgs } from "../alertmanager/edge";
import { AlertTrust, LeavingAlertTrust } from "../pki/alert-trust";

export interface FleetAlertmanagerArgs extends Pick<
  ObserverSettings,
  "alertmanager" | "cluster" | "namespace" | "images"
> {
  readonly certificates: CertificateSettings;
  /** Where the edge's CA was left by the last `up`, if configuration has no edge any more. */
  readonly leavingAlertmanager?: Rotation | undefined;
  /** Clusters whose contract is there. */
  readonly connected: readonly { readonly name: string; readonly contract: ObserveeContract }[];
}

export interface FleetAlertmanager {
  /** What Alertmanager's pods are given. */
  readonly edge: AlertmanagerEdgeArgs;
  readonly trust: AlertTrust;
  /** For the observees, and for the next `up`; `address` is where they dial. */
  readonly outputs: (address: pulumi.Output<string>) => ObserverOutputs["alertmanager"];
}

/** Makes the trust, also while nobody sends: the edge's address and CA are what the first sender needs. */
export function fleetAlertmanager(
  name: string,
  args: FleetAlertmanagerArgs,
  parent: pulumi.Resource,
): FleetAlertmanager | undefined {
  const { alertmanager, cluster, namespace, images, certificates, leavingAlertmanager } = args;
  const about = { end: receivingEnd(cluster), certificates };
  if (leavingAlertmanager !== undefined) {
    new LeavingAlertTrust(name, { ...about, rotation: leavingAlertmanager }, { parent });
  }
  const edge = alertmanager?.edge;
  if (edge === undefined) {
    return undefined;
  }
  const trust = new AlertTrust(name, { ...about, rotation: edge.ca }, { parent });
  const senders = args.connected.flatMap(({ name: sender, contract: { senderCa } }) =>
    senderCa === undefined ? [] : [{ name: sender, senderCa }],
  );
  return {
    edge: {
      namespace,
      image: imageReference("kubeRbacProxy", images),
      exposure: edge.exposure,
      trust,
      senders,
    },
    trust,
    outputs: (address) => ({
      address,
      serverName: alertmanagerServerName(cluster),
      serverCa: trust.ca,
      ca: { ...edge.ca, leafSince: trust.leafSince },
    }),
  };
}
