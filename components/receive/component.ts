// Creates Receive, which stores, uploads and serves samples that unreachable clusters remote-write.
import * as pulumi from "@pulumi/pulumi";
import { receiveEdgeService, type PassThrough } from "../edge/load-balancer/spec";
import type { DataVolume } from "../../kubernetes/objects";
import { createConfigMap, createStatefulSet } from "../../kubernetes/part";
import { hashringFiles, receivePart, type ReceiveArgs, type Writer } from "./spec";
import { WITH_TIMEOUTS, childOptions } from "../../kubernetes/resource-options";
import { dialledThrough } from "../edge/component";
import * as k8s from "../../kubernetes/k8s";
import type { StoredPartArgs } from "../object-store/secret";

export interface ThanosReceiveArgs extends StoredPartArgs, ReceiveArgs {
  /** Data volume of each pod; `up` ignores later changes, since Kubernetes cannot apply them. */
  readonly storage: DataVolume;
  /** How writers reach it. */
  readonly exposure: PassThrough;
  /** Clusters that may write, with the CA certificates of each. */
  readonly writers: readonly Writer[];
}

/** A StatefulSet with its hashring, Services, ServiceAccount, disruption budget and monitor. */
export class ThanosReceive extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Receive";
  /** `host:port` that writers dial. */
  public readonly address: pulumi.Output<string>;
  /** Ready once every replica accepts writes. */
  public readonly workload: pulumi.CustomResource;

  constructor(name: string, args: ThanosReceiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosReceive.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace, replicas, writers, exposure } = args;
    const part = receivePart(args);

    const hashrings = createConfigMap(
      `${name}-hashrings`,
      part,
      hashringFiles(
        namespace,
        replicas,
        writers.map((writer) => writer.name),
      ),
      child,
    );
    this.workload = createStatefulSet(name, part, args, [args.objstore, hashrings], child);
    const edge = new k8s.core.v1.Service(`${name}-edge`, receiveEdgeService(namespace, exposure), {
      ...child,
      ...WITH_TIMEOUTS,
    });
    this.address = dialledThrough(exposure, edge);
    this.registerOutputs({ address: this.address });
  }
}
