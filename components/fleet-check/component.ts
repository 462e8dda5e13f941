// Creates the fleet check, which asks the whole fleet for samples of each cluster and alerts on those that are missing.
import * as pulumi from "@pulumi/pulumi";
import { createConfigMap, createDeployment } from "../../kubernetes/part";
import { childOptions } from "../../kubernetes/resource-options";
import { ruleFiles } from "../ruler/spec";
import { FLEET_CHECK_REPLICAS } from "./part";
import { fleetCheckPart, type FleetCheckArgs } from "./spec";

/** A Deployment of stateless Rulers with its rule, Service, ServiceAccount, disruption budget and monitor. */
export class FleetCheck extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:FleetCheck";
  /** The Deployment, which Pulumi awaits. */
  public readonly workload: pulumi.CustomResource;

  constructor(name: string, args: FleetCheckArgs, opts?: pulumi.ComponentResourceOptions) {
    super(FleetCheck.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const files = ruleFiles(args.namespace, args);
    const part = fleetCheckPart(args, files);

    const config = createConfigMap(`${name}-config`, part, files, child);
    const all = { ...args, replicas: FLEET_CHECK_REPLICAS };
    this.workload = createDeployment(name, part, all, [config], child, "headless");
    this.registerOutputs({});
  }
}
