// Creates the Ruler: every replica evaluates all rules and stores its own results.
import * as pulumi from "@pulumi/pulumi";
import type { DataVolume } from "../../kubernetes/objects";
import { createConfigMap, createStatefulSet } from "../../kubernetes/part";
import { childOptions } from "../../kubernetes/resource-options";
import type { StoredPartArgs } from "../object-store/secret";
import { ruleFiles, rulePart, type RuleArgs } from "./spec";

export interface ThanosRuleArgs extends StoredPartArgs, RuleArgs {
  readonly replicas: number;
  /** Data volume of each pod; `up` ignores later changes, since Kubernetes cannot apply them. */
  readonly storage: DataVolume;
}

/** A StatefulSet with its rules, Service, ServiceAccount, disruption budget and monitor. */
export class ThanosRule extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Rule";

  constructor(name: string, args: ThanosRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosRule.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const files = ruleFiles(args.namespace, args);
    const part = rulePart(args, files);

    const config = createConfigMap(`${name}-config`, part, files, child);
    createStatefulSet(name, part, args, [args.objstore, config], child);
    this.registerOutputs({});
  }
}
