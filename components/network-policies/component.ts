// NetworkPolicies of the namespace: only the connections in the table of flows are allowed.
import * as pulumi from "@pulumi/pulumi";
import { policiesOf, type Network } from "./spec";
import { childOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";

export interface NetworkPoliciesArgs {
  /** False: no policies are created. */
  readonly enabled: boolean;
  /** Parts and peers of this cluster. */
  readonly network: Network;
}

export class NetworkPolicies extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:network:Policies";

  constructor(name: string, args: NetworkPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(NetworkPolicies.TYPE, name, {}, opts);
    for (const policy of args.enabled ? policiesOf(args.network) : []) {
      new k8s.networking.v1.NetworkPolicy(
        `${name}-${policy.metadata.name}`,
        policy,
        childOptions(this, opts),
      );
    }
    this.registerOutputs({});
  }
}
