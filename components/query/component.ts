// Creates a Query: the outermost one, a TLS querier, or an observee's leaf Query.
import * as pulumi from "@pulumi/pulumi";
import * as k8s from "../../kubernetes/k8s";
import { createDeployment } from "../../kubernetes/part";
import { metadata } from "../../kubernetes/workload";
import { childOptions } from "../../kubernetes/resource-options";
import { createIngress } from "../query-frontend/ingress";
import type { PublishConfig } from "../query-frontend/ingress-config";
import { endpointFile, type Endpoint } from "./endpoints";
import { ENDPOINTS_FILE, queryPart, type QueryPartArgs } from "./spec";

export interface ThanosQueryArgs extends QueryPartArgs {
  readonly replicas: number;
  /** NodePort for its HTTP port; none by default. */
  readonly nodePort?: number | undefined;
  /** Ingress for clients outside the cluster; none by default. */
  readonly publish?: PublishConfig | undefined;
  /** StoreAPIs to query. A changed list is reread from the file, without a restart. */
  readonly endpoints: readonly Endpoint[];
  /** Workloads that must be ready before the endpoint file names them. */
  readonly endpointsDependOn?: readonly pulumi.Resource[];
  /** `headless` where another Query connects to one of its replicas. */
  readonly service: "clusterIP" | "headless";
}

export class ThanosQuery extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Query";
  /** Ready once every replica answers queries. */
  public readonly workload: pulumi.CustomResource;

  constructor(name: string, args: ThanosQueryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosQuery.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const part = queryPart(args);

    const { endpointsName, endpointsDependOn } = args;
    const endpoints = new k8s.core.v1.ConfigMap(
      `${name}-endpoints`,
      {
        metadata: { ...metadata(part), name: endpointsName ?? part.name },
        data: { [ENDPOINTS_FILE]: endpointFile(args.endpoints) },
      },
      endpointsDependOn === undefined ? child : { ...child, dependsOn: [...endpointsDependOn] },
    );
    this.workload = createDeployment(name, part, args, [endpoints], child, args.service);
    createIngress(name, part, args.publish, child);
    this.registerOutputs({});
  }
}
