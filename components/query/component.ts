// A Query: the outermost one, the TLS querier, or an observee's leaf.
import * as pulumi from "@pulumi/pulumi";
import { endpointFile, type Endpoint } from "./endpoints";
import type { Publish } from "../query-frontend/ingress-spec";
import { deployment } from "../../kubernetes/objects";
import { endpointConfigMap, queryPart, type QueryArgs } from "./spec";
import { checksums } from "../pki/fingerprint";
import type { Mounted } from "../../kubernetes/workload";
import { partTimeouts } from "../../kubernetes/timeouts";
import { childOptions, workloadOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import { published } from "../query-frontend/ingress";
import { createPartResources, type PartArgs } from "../../kubernetes/part";

export interface ThanosQueryArgs extends PartArgs, QueryArgs {
  /** Name of its objects in the cluster. */
  readonly partName: string;
  readonly replicas: number;
  /** Port of every node; none without it. */
  readonly nodePort?: number | undefined;
  /** How it answers outside of the cluster; not at all without it. */
  readonly publish?: Publish | undefined;
  /** Whom it asks. A changed list is read from the file, without a restart. */
  readonly endpoints: readonly Endpoint[];
  /** Workloads that are to be there before it is told of them. */
  readonly toldAfter?: readonly pulumi.Resource[];
  /** Folders of certificates. */
  readonly certificates: readonly Mounted[];
  /** Texts whose change rolls the pods, by the names of their checksums. */
  readonly restartTriggers?: Readonly<Record<string, string>>;
  /** Headless where another Query asks its replicas as a group. */
  readonly service: "clusterIP" | "headless";
}

export class ThanosQuery extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Query";
  public readonly workload: pulumi.CustomResource;

  constructor(name: string, args: ThanosQueryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosQuery.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const part = queryPart(
      {
        name: args.partName,
        namespace: args.namespace,
        image: args.image,
        size: args.size,
        podAnnotations: checksums(args.restartTriggers ?? {}),
      },
      args,
      args.certificates,
    );

    const endpoints = new k8s.core.v1.ConfigMap(
      `${name}-endpoints`,
      endpointConfigMap(part.name, part.namespace, endpointFile(args.endpoints)),
      args.toldAfter === undefined ? child : { ...child, dependsOn: [...args.toldAfter] },
    );
    const account = createPartResources(name, part, args, child);
    this.workload = new k8s.apps.v1.Deployment(
      name,
      deployment(part, args.replicas),
      workloadOptions(child, [account, endpoints], partTimeouts(part, args.replicas)),
    );
    published(name, part, args.publish, child);
    this.registerOutputs({});
  }
}
