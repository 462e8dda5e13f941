// The observer's end of alert delivery: the certificate of Alertmanager's edge and the senders it accepts.
import type * as pulumi from "@pulumi/pulumi";
import type { FleetPartArgs } from "./args";
import type { ObserverOutputs } from "../../stacks/outputs";
import { alertmanagerServerName } from "../../kubernetes/names";
import { imageReference } from "../../kubernetes/images";
import type { AlertmanagerEdgeArgs } from "../alertmanager/edge";
import type { Issued } from "../pki/certificates/issue";
import { receivingEnd } from "../pki/trust/alert-trust-spec";
import { AlertTrust } from "../pki/trust/alert-trust";

/** The edge of the observer's Alertmanager. */
export interface FleetAlertmanager {
  /** Edge settings of Alertmanager's pods. */
  readonly edge: AlertmanagerEdgeArgs;
  readonly issued: Issued;
  /** Outputs for the observees and for the next `up`; `address` is what the observees dial. */
  readonly outputs: (address: pulumi.Output<string>) => ObserverOutputs["alertmanager"];
}

/** Creates the trust even without senders: the first sender needs the edge's address and CA. */
export function fleetAlertmanager(
  name: string,
  args: FleetPartArgs,
  parent: pulumi.Resource,
): FleetAlertmanager | undefined {
  const { alertmanager, cluster, namespace, images } = args;
  const edge = alertmanager?.edge;
  const rotation = edge?.ca ?? args.leavingAlertmanager;
  if (rotation === undefined) {
    return undefined;
  }
  const { issued } = new AlertTrust(
    name,
    { ...args, end: receivingEnd(cluster), rotation, retired: edge === undefined },
    { parent },
  );
  if (edge === undefined || issued === undefined) {
    return undefined;
  }
  const senders = args.connected.flatMap(({ name: sender, contract: { senderCa } }) =>
    senderCa === undefined ? [] : [{ name: sender, senderCa }],
  );
  const image = imageReference("kubeRbacProxy", images);
  return {
    edge: { namespace, image, exposure: edge.exposure, issued, senders },
    issued,
    outputs: (address) => ({
      address,
      serverName: alertmanagerServerName(cluster),
      serverCa: issued.caBundle,
      ca: { ...rotation, leafSince: issued.leaf.since },
    }),
  };
}
