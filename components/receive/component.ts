// Creates Receive, which stores, uploads and serves samples that unreachable clusters remote-write.
import * as pulumi from "@pulumi/pulumi";
import { receiveEdgeService, type PassThrough } from "../edge/load-balancer/spec";
import { checksum } from "../pki/certificates/fingerprint";
import { statefulSet, type DataVolume } from "../../kubernetes/objects";
import { bundle } from "../pki/certificates/pem";
import { hashringFiles, RECEIVE_DATA_DIR, receivePart, type ReceiveArgs } from "./spec";
import { partTimeouts } from "../../kubernetes/timeouts";
import { metadata } from "../../kubernetes/workload";
import { WITH_TIMEOUTS, childOptions, statefulSetOptions } from "../../kubernetes/resource-options";
import { dialledThrough } from "../edge/component";
import * as k8s from "../../kubernetes/k8s";
import type { StoredPartArgs } from "../object-store/secret";
import { createPartResources } from "../../kubernetes/part";
import { RECEIVE } from "./part";

export interface ThanosReceiveArgs extends StoredPartArgs, ReceiveArgs {
  readonly storage: Omit<DataVolume, "mountPath">;
  readonly exposure: PassThrough;
  /** Clusters that may write, with the CA certificates of each. */
  readonly writers: readonly { readonly name: string; readonly writerCa: string }[];
}

export class ThanosReceive extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Receive";
  /** `host:port` that writers dial. */
  public readonly address: pulumi.Output<string>;
  public readonly workload: pulumi.CustomResource;

  constructor(name: string, args: ThanosReceiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosReceive.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace, replicas, writers, exposure } = args;
    const part = receivePart(
      {
        name: RECEIVE.name,
        namespace,
        image: args.image,
        size: args.size,
        podAnnotations: {
          "checksum/objstore": args.objstore.checksum,
          // CAs are read at start only, so the pods roll when they change. Nothing else is in this checksum.
          "checksum/ca": checksum(bundle(writers.map(({ writerCa }) => writerCa))),
        },
      },
      args,
      args.objstore.secretName,
    );
    const names = writers.map((writer) => writer.name);

    const hashrings = new k8s.core.v1.ConfigMap(
      `${name}-hashrings`,
      { metadata: metadata(part), data: hashringFiles(namespace, replicas, names) },
      child,
    );
    const account = createPartResources(name, part, { ...args, service: "headless" }, child);
    this.workload = new k8s.apps.v1.StatefulSet(
      name,
      statefulSet(part, replicas, { ...args.storage, mountPath: RECEIVE_DATA_DIR }),
      statefulSetOptions(child, [account, args.objstore, hashrings], partTimeouts(part, replicas)),
    );
    const edge = new k8s.core.v1.Service(`${name}-edge`, receiveEdgeService(namespace, exposure), {
      ...child,
      ...WITH_TIMEOUTS,
    });
    this.address = dialledThrough(exposure, edge);
    this.registerOutputs({ address: this.address });
  }
}
