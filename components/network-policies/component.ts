// NetworkPolicies of the namespace: nothing may call anything but what the table of flows says.
import * as pulumi from "@pulumi/pulumi";
import { policiesOf, type Network } from "./spec";
import { childOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";

export interface NetworkPoliciesArgs {
  /** None are made where configuration wants none. */
  readonly enabled: boolean;
  /** Who is there. */
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
