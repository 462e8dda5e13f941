// Creates the Query Frontend, the entry point for users and dashboards.
import * as pulumi from "@pulumi/pulumi";
import { checksum } from "../pki/certificates/fingerprint";
import type { Publish } from "./ingress-spec";
import { deployment } from "../../kubernetes/objects";
import type { ResponseCache } from "../memcached/caches";
import { queryFrontendFiles, queryFrontendPart } from "./spec";
import { partTimeouts } from "../../kubernetes/timeouts";
import { metadata } from "../../kubernetes/workload";
import { childOptions, workloadOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import { createIngress } from "./ingress";
import { createPartResources, type PartArgs } from "../../kubernetes/part";
import { QUERY_FRONTEND } from "./part";

export interface ThanosQueryFrontendArgs extends PartArgs {
  readonly replicas: number;
  /** NodePort for its HTTP port; none by default. */
  readonly nodePort?: number | undefined;
  /** Ingress for clients outside the cluster; none by default. */
  readonly publish?: Publish | undefined;
  readonly responseCache: ResponseCache;
  /** Whether answers may be partial. The Query Frontend sets this on each request to Query. */
  readonly partialResponse: boolean;
}

export class ThanosQueryFrontend extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:QueryFrontend";

  constructor(name: string, args: ThanosQueryFrontendArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosQueryFrontend.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const files = queryFrontendFiles(args.responseCache, args.namespace);
    const part = queryFrontendPart(
      {
        name: QUERY_FRONTEND.name,
        namespace: args.namespace,
        image: args.image,
        size: args.size,
        // The files are read at start only, so a change must roll the pods.
        podAnnotations: { "checksum/config": checksum(JSON.stringify(files)) },
      },
      args.responseCache,
      args.partialResponse,
    );

    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: metadata(part), data: files },
      child,
    );
    const account = createPartResources(name, part, { ...args, service: "clusterIP" }, child);
    new k8s.apps.v1.Deployment(
      name,
      deployment(part, args.replicas),
      workloadOptions(child, [account, config], partTimeouts(part, args.replicas)),
    );
    createIngress(name, part, args.publish, child);
    this.registerOutputs({});
  }
}
