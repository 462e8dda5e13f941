// The Ruler: replicas with the same rules, each with answers of its own.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checksum } from "../../specs/fingerprint";
import { NAMES } from "../../specs/names";
import { statefulSet, type DataVolume } from "../../specs/objects";
import { RULE_DATA_DIR, ruleFiles, rulePart, type RuleArgs } from "../../specs/thanos/rule";
import { metadata } from "../../specs/workload";
import { AWAITED, childOf } from "../child";
import { surround, type PartArgs } from "./part";

export interface ThanosRuleArgs extends PartArgs, RuleArgs {
  readonly replicas: number;
  readonly storage: Omit<DataVolume, "mountPath">;
  /** Secret with the bucket's configuration, and the checksum of its text. */
  readonly objstoreSecret: string;
  readonly objstoreChecksum: pulumi.Input<string>;
  /** IAM role with which it uploads; none where a key pair is used. */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

export class ThanosRule extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Rule";

  constructor(name: string, args: ThanosRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosRule.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const files = ruleFiles(args.namespace, args);
    const part = rulePart(
      {
        name: NAMES.rule,
        namespace: args.namespace,
        image: args.image,
        size: args.size,
        podAnnotations: {
          "checksum/objstore": args.objstoreChecksum,
          // Its files are read at start only; a replica goes on while the other one reads them.
          "checksum/config": checksum(JSON.stringify(files)),
        },
      },
      args,
      args.objstoreSecret,
    );

    new k8s.core.v1.ConfigMap(`${name}-config`, { metadata: metadata(part), data: files }, child);
    new k8s.apps.v1.StatefulSet(
      name,
      statefulSet(part, args.replicas, { ...args.storage, mountPath: RULE_DATA_DIR }),
      { ...child, ...AWAITED },
    );
    surround(name, part, { ...args, service: "headless" }, child);
    this.registerOutputs({});
  }
}
