// The observer's end of alert delivery: the certificate of Alertmanager's edge and the senders it accepts.
import type * as pulumi from "@pulumi/pulumi";
import type { FleetPartArgs } from "./args";
import type { ObserverOutputs } from "../../stacks/outputs";
import { alertmanagerServerName } from "../../kubernetes/names";
import { receivingEnd } from "../pki/alert-trust-spec";
import { imageReference } from "../../kubernetes/images";
import type { AlertmanagerEdgeArgs } from "../alertmanager/edge";
import { AlertTrust, LeavingAlertTrust } from "../pki/alert-trust";

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
  args: FleetPartArgs,
  parent: pulumi.Resource,
): FleetAlertmanager | undefined {
  const { alertmanager, cluster, namespace, images, certificates, leavingAlertmanager } = args;
  const common = { end: receivingEnd(cluster), certificates };
  if (leavingAlertmanager !== undefined) {
    new LeavingAlertTrust(name, { ...common, rotation: leavingAlertmanager }, { parent });
  }
  const edge = alertmanager?.edge;
  if (edge === undefined) {
    return undefined;
  }
  const trust = new AlertTrust(name, { ...common, rotation: edge.ca }, { parent });
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
