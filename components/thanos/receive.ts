// Receive: what clusters push that cannot be reached, kept, uploaded and answered for.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { receiveEdgeService, type LoadBalancerExposure } from "../../specs/exposure/load-balancer";
import { checksum } from "../../specs/fingerprint";
import { NAMES } from "../../specs/names";
import { MONITORING_API } from "../../specs/prometheus/types";
import { statefulSet, type DataVolume } from "../../specs/objects";
import { bundle } from "../../specs/pem";
import {
  hashringFiles,
  RECEIVE_DATA_DIR,
  receivePart,
  type ReceiveArgs,
} from "../../specs/thanos/receive";
import { writerRules } from "../../specs/thanos/receive-alerts";
import { metadata } from "../../specs/workload";
import { AWAITED, childOf } from "../child";
import { loadBalancerHost } from "../exposure";
import { surround, type PartArgs } from "./part";

export interface ThanosReceiveArgs extends PartArgs, ReceiveArgs {
  readonly storage: Omit<DataVolume, "mountPath">;
  readonly exposure: LoadBalancerExposure & { readonly address?: string | undefined };
  /** Clusters that may write, and the CA certificates of each. */
  readonly writers: readonly { readonly name: string; readonly writerCa: string }[];
  readonly objstoreSecret: string;
  readonly objstoreChecksum: pulumi.Input<string>;
  /** IAM role with which it uploads; none where a key pair is used. */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

export class ThanosReceive extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Receive";
  /** `host:port` to dial. */
  public readonly address: pulumi.Output<string>;

  constructor(name: string, args: ThanosReceiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosReceive.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const { namespace, replicas, writers, exposure } = args;
    const part = receivePart(
      {
        name: NAMES.receive,
        namespace,
        image: args.image,
        size: args.size,
        podAnnotations: {
          "checksum/objstore": args.objstoreChecksum,
          // CAs are read at start only, so the pods roll when they change, and for nothing else.
          "checksum/ca": checksum(bundle(writers.map(({ writerCa }) => writerCa))),
        },
      },
      args,
      args.objstoreSecret,
    );
    const names = writers.map((writer) => writer.name);

    new k8s.core.v1.ConfigMap(
      `${name}-hashrings`,
      { metadata: metadata(part), data: hashringFiles(namespace, replicas, names) },
      child,
    );
    new k8s.apps.v1.StatefulSet(
      name,
      statefulSet(part, replicas, { ...args.storage, mountPath: RECEIVE_DATA_DIR }),
      { ...child, ...AWAITED },
    );
    surround(name, part, { ...args, service: "headless" }, child);
    if (names.length > 0) {
      new k8s.apiextensions.CustomResource(
        `${name}-writers`,
        {
          apiVersion: MONITORING_API,
          kind: "PrometheusRule",
          metadata: metadata(part),
          spec: writerRules(names),
        },
        child,
      );
    }
    const edge = new k8s.core.v1.Service(`${name}-edge`, receiveEdgeService(namespace, exposure), {
      ...child,
      ...AWAITED,
    });
    this.address = pulumi.interpolate`${exposure.address ?? loadBalancerHost(edge)}:${exposure.port}`;
    this.registerOutputs({ address: this.address });
  }
}
