// A Query: the outermost one, the TLS querier, or an observee's leaf.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { endpointFile, type Endpoint } from "../../specs/endpoints";
import { deployment } from "../../specs/objects";
import { endpointConfigMap, queryPart, type QueryArgs } from "../../specs/thanos/query";
import type { Mounted } from "../../specs/workload";
import { AWAITED, childOf } from "../child";
import { surround, type PartArgs } from "./part";

export interface ThanosQueryArgs extends PartArgs, QueryArgs {
  /** Name of its objects in the cluster. */
  readonly partName: string;
  readonly replicas: number;
  /** Port of every node; none without it. */
  readonly nodePort?: number | undefined;
  /** Whom it asks. A changed list is read from the file, without a restart. */
  readonly endpoints: readonly Endpoint[];
  /** Folders of certificates. */
  readonly certificates: readonly Mounted[];
  /** Checksum of the CA certificates that it reads at start only; absent where it reads none. */
  readonly caChecksum?: string;
  /** Headless where another Query asks its replicas as a group. */
  readonly service: "clusterIP" | "headless";
}

export class ThanosQuery extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Query";

  constructor(name: string, args: ThanosQueryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosQuery.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const part = queryPart(
      {
        name: args.partName,
        namespace: args.namespace,
        image: args.image,
        size: args.size,
        ...(args.caChecksum === undefined
          ? {}
          : { podAnnotations: { "checksum/ca": args.caChecksum } }),
      },
      args,
      args.certificates,
    );

    new k8s.core.v1.ConfigMap(
      `${name}-endpoints`,
      endpointConfigMap(part.name, part.namespace, endpointFile(args.endpoints)),
      child,
    );
    new k8s.apps.v1.Deployment(name, deployment(part, args.replicas), { ...child, ...AWAITED });
    surround(name, part, args, child);
    this.registerOutputs({});
  }
}
