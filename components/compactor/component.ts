// Creates the Compactor of one bucket, always with a single replica.
import * as pulumi from "@pulumi/pulumi";
import { statefulSet, type DataVolume } from "../../kubernetes/objects";
import { COMPACT_DATA_DIR, compactPart, type CompactArgs } from "./spec";
import { partTimeouts } from "../../kubernetes/timeouts";
import { childOptions, statefulSetOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import type { StoredPartArgs } from "../object-store/secret";
import { createPartResources } from "../../kubernetes/part";
import { COMPACTOR } from "./part";

export interface ThanosCompactArgs extends StoredPartArgs, CompactArgs {
  readonly storage: Omit<DataVolume, "mountPath">;
}

/** Two Compactors on one bucket and prefix would destroy data. */
const REPLICAS = 1;

export class ThanosCompact extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Compact";

  constructor(name: string, args: ThanosCompactArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosCompact.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const part = compactPart(
      {
        name: COMPACTOR.name,
        namespace: args.namespace,
        image: args.image,
        size: args.size,
        podAnnotations: { "checksum/objstore": args.objstore.checksum },
      },
      args,
      args.objstore.secretName,
    );

    const account = createPartResources(
      name,
      part,
      { ...args, replicas: REPLICAS, service: "headless" },
      child,
    );
    new k8s.apps.v1.StatefulSet(
      name,
      statefulSet(part, REPLICAS, { ...args.storage, mountPath: COMPACT_DATA_DIR }),
      statefulSetOptions(child, [account, args.objstore], partTimeouts(part, REPLICAS)),
    );
    this.registerOutputs({});
  }
}
