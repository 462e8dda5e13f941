// Creates the Query Frontend, the entry point for users and dashboards.
import * as pulumi from "@pulumi/pulumi";
import { createConfigMap, createDeployment, type PartArgs } from "../../kubernetes/part";
import { childOptions } from "../../kubernetes/resource-options";
import type { QueryFrontendConfig } from "./config";
import { createIngress } from "./ingress";
import { queryFrontendFiles, queryFrontendPart } from "./spec";

export interface ThanosQueryFrontendArgs extends PartArgs, QueryFrontendConfig {
  /** Whether answers may be partial. The Query Frontend sets this on each request to Query. */
  readonly partialResponse: boolean;
}

/** A Deployment with its files, Service, ServiceAccount, disruption budget, monitor and, if configured, Ingress. */
export class ThanosQueryFrontend extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:QueryFrontend";

  constructor(name: string, args: ThanosQueryFrontendArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosQueryFrontend.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const files = queryFrontendFiles(args.responseCache, args.namespace);
    const part = queryFrontendPart(args, files);

    const config = createConfigMap(`${name}-config`, part, files, child);
    createDeployment(name, part, args, [config], child);
    createIngress(name, part, args.publish, child);
    this.registerOutputs({});
  }
}
