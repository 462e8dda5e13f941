// Creates a Query: the outermost one, the TLS querier, or an observee's leaf Query.
import * as pulumi from "@pulumi/pulumi";
import { endpointFile, type Endpoint } from "./endpoints";
import type { Publish } from "../query-frontend/ingress-spec";
import { deployment } from "../../kubernetes/objects";
import { endpointConfigMap, queryPart, type QueryArgs } from "./spec";
import { checksums } from "../pki/certificates/fingerprint";
import type { Mounted } from "../../kubernetes/workload";
import { partTimeouts } from "../../kubernetes/timeouts";
import { childOptions, workloadOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import { createIngress } from "../query-frontend/ingress";
import { createPartResources, type PartArgs } from "../../kubernetes/part";

export interface ThanosQueryArgs extends PartArgs, QueryArgs {
  /** Name of its Kubernetes objects. */
  readonly partName: string;
  readonly replicas: number;
  /** NodePort for its HTTP port; none by default. */
  readonly nodePort?: number | undefined;
  /** Ingress for clients outside the cluster; none by default. */
  readonly publish?: Publish | undefined;
  /** StoreAPIs to query. A changed list is reread from the file, without a restart. */
  readonly endpoints: readonly Endpoint[];
  /** Workloads that must be ready before the endpoint file names them. */
  readonly endpointsDependOn?: readonly pulumi.Resource[];
  /** Certificate folders to mount. */
  readonly certificates: readonly Mounted[];
  /** Texts whose change rolls the pods, keyed by the name of their checksum annotation. */
  readonly restartTriggers?: Readonly<Record<string, string>>;
  /** `headless` where another Query resolves its replicas as a group. */
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
      args.endpointsDependOn === undefined
        ? child
        : { ...child, dependsOn: [...args.endpointsDependOn] },
    );
    const account = createPartResources(name, part, args, child);
    this.workload = new k8s.apps.v1.Deployment(
      name,
      deployment(part, args.replicas),
      workloadOptions(child, [account, endpoints], partTimeouts(part, args.replicas)),
    );
    createIngress(name, part, args.publish, child);
    this.registerOutputs({});
  }
}
