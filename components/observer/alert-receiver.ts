// The observer's end of alert delivery: the certificate of Alertmanager's edge and the senders it accepts.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserverSettings } from "../../config/observer";
import type { ObserveeContract, ObserverOutputs } from "../../stacks/contract";
import { alertmanagerServerName } from "../../kubernetes/names";
import { receivingEnd } from "../pki/trust/alert-trust-spec";
import type { CertificateSettings } from "../pki/spec";
import type { Rotation } from "../pki/rotation/phases";
import { imageReference } from "../../kubernetes/images";
import type { AlertmanagerEdgeArgs } from "../alertmanager/edge";
import { AlertTrust, LeavingAlertTrust } from "../pki/trust/alert-trust";

export interface FleetAlertmanagerArgs extends Pick<
  ObserverSettings,
  "alertmanager" | "cluster" | "namespace" | "images"
> {
  readonly certificates: CertificateSettings;
  /** Rotation of the edge's CA in the last `up`, if the configuration no longer has an edge. */
  readonly leavingAlertmanager?: Rotation | undefined;
  /** Observees that have published a contract. */
  readonly connected: readonly { readonly name: string; readonly contract: ObserveeContract }[];
}

export interface FleetAlertmanager {
  /** Edge settings of Alertmanager's pods. */
  readonly edge: AlertmanagerEdgeArgs;
  readonly trust: AlertTrust;
  /** Outputs for the observees and for the next `up`; `address` is what the observees dial. */
  readonly outputs: (address: pulumi.Output<string>) => ObserverOutputs["alertmanager"];
}

/** Creates the trust even without senders: the first sender needs the edge's address and CA. */
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
