// Creates the Ruler: every replica evaluates all rules and stores its own results.
import * as pulumi from "@pulumi/pulumi";
import { checksum } from "../pki/certificates/fingerprint";
import { statefulSet, type DataVolume } from "../../kubernetes/objects";
import { RULE_DATA_DIR, ruleFiles, rulePart, type RuleArgs } from "./spec";
import { partTimeouts } from "../../kubernetes/timeouts";
import { metadata } from "../../kubernetes/workload";
import { childOptions, statefulSetOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import type { StoredPartArgs } from "../object-store/secret";
import { createPartResources } from "../../kubernetes/part";
import { RULER } from "./part";

export interface ThanosRuleArgs extends StoredPartArgs, RuleArgs {
  readonly replicas: number;
  readonly storage: Omit<DataVolume, "mountPath">;
}

export class ThanosRule extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Rule";

  constructor(name: string, args: ThanosRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosRule.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const files = ruleFiles(args.namespace, args);
    const part = rulePart(
      {
        name: RULER.name,
        namespace: args.namespace,
        image: args.image,
        size: args.size,
        podAnnotations: {
          "checksum/objstore": args.objstore.checksum,
          // The files are read at start only; one replica keeps evaluating while the other restarts.
          "checksum/config": checksum(JSON.stringify(files)),
        },
      },
      args,
      args.objstore.secretName,
    );

    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: metadata(part), data: files },
      child,
    );
    const account = createPartResources(name, part, { ...args, service: "headless" }, child);
    new k8s.apps.v1.StatefulSet(
      name,
      statefulSet(part, args.replicas, { ...args.storage, mountPath: RULE_DATA_DIR }),
      statefulSetOptions(
        child,
        [account, args.objstore, config],
        partTimeouts(part, args.replicas),
      ),
    );
    this.registerOutputs({});
  }
}
