// Installs kube-prometheus-stack if configured. As a Release instead of a Chart, since its webhook's Jobs are hooks.
import { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import type { HelmStack } from "./config";
import type { SharedConfig } from "../../config/shared";
import { chartArgs } from "./chart";
import { merged, RELEASE, stackValues, type StackArgs } from "./spec";
import { chartNamespace } from "../../kubernetes/namespace";
import { defaultDeny } from "../network-policies/spec";
import { childOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";

/** Arguments of the release. */
export interface MonitoringStackArgs extends Omit<StackArgs, "nodeNamespace"> {
  /** The key `monitoringStack`. */
  readonly stack: HelmStack;
}

type Settings = Pick<SharedConfig, "monitoringStack" | "images" | "networkPolicies">;

/** Timeout of the installation, in seconds: images are pulled for the operator, its webhook's Jobs, and each node. */
const TIMEOUT = 900;

/** The Helm release, its two namespaces and their default NetworkPolicies. */
export class MonitoringStack extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:MonitoringStack";
  /** Dependency for resources that need the operator's CRDs. */
  public readonly release: pulumi.Resource;

  constructor(
    name: string,
    { stack, ...args }: MonitoringStackArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(MonitoringStack.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const created = [
      { resource: name, namespace: stack.namespace, standard: "baseline" },
      { resource: `${name}-node`, namespace: stack.nodeNamespace, standard: "privileged" },
    ] as const;
    const namespaces = created.map(
      ({ resource, namespace, standard }) =>
        new k8s.core.v1.Namespace(
          `${resource}-namespace`,
          chartNamespace(namespace, standard),
          child,
        ),
    );
    const after = { ...child, dependsOn: namespaces };
    // The chart itself creates the policies that allow traffic.
    for (const { resource, namespace } of args.networkPolicies ? created : []) {
      new k8s.networking.v1.NetworkPolicy(
        `${resource}-default-deny`,
        defaultDeny(namespace),
        after,
      );
    }
    this.release = new Release(
      `${name}-release`,
      {
        ...chartArgs(stack),
        name: RELEASE,
        namespace: stack.namespace,
        values: merged(stackValues({ ...args, nodeNamespace: stack.nodeNamespace }), stack.values),
        timeout: TIMEOUT,
        // Rolls back a failed installation, so that the next `up` starts from scratch.
        atomic: true,
      },
      after,
    );
    this.registerOutputs({});
  }
}

/** Installs the operator if the configuration has it, and returns the resources to depend on. */
export function operator(
  name: string,
  { monitoringStack: stack, images, networkPolicies }: Settings,
  dashboards: boolean,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource[] {
  if (stack.kind === "present") {
    return [];
  }
  const { registry } = images;
  const args = { stack, dashboards, registry, networkPolicies: networkPolicies.enabled };
  return [new MonitoringStack(name, args, opts).release];
}
