// Creates the objects next to a Thanos part's workload: ServiceAccount, Service, disruption budget and monitor.
import type * as pulumi from "@pulumi/pulumi";
import { disruptionBudget, nodePortService, service, serviceAccount } from "./objects";
import type { Size } from "./resources";
import { imageReference, type ImageOverrides } from "./images";
import type { Part } from "./workload";
import * as k8s from "./k8s";
import { monitorService } from "./service-monitor";

/** Arguments of every part's component. */
export interface PartArgs {
  readonly namespace: string;
  /** Reference of the Thanos image. */
  readonly image: string;
  /** Size of the cluster. */
  readonly size: Size;
  /** Scrape interval of the part. */
  readonly scrapeInterval: string;
}

/** The arguments from a cluster's configuration. */
export const partArgs = (config: {
  readonly namespace: string;
  readonly images: ImageOverrides;
  readonly size: Size;
  readonly prometheus: Pick<PartArgs, "scrapeInterval">;
}): PartArgs => ({
  namespace: config.namespace,
  image: imageReference("thanos", config.images),
  size: config.size,
  scrapeInterval: config.prometheus.scrapeInterval,
});

export interface PartResourcesArgs extends PartArgs {
  readonly replicas: number;
  /** Headless for Thanos' client-side load balancing. */
  readonly service: "clusterIP" | "headless";
  /** Port on every node; default none. */
  readonly nodePort?: number | undefined;
  /** IAM role of the part's ServiceAccount. */
  readonly roleArn?: pulumi.Input<string> | undefined;
  /** A ServiceAccount that is shared with other parts; default: a new one. */
  readonly account?: k8s.core.v1.ServiceAccount;
}

/**
 * Children are named after the part's resource. Returns the ServiceAccount, which the workload must depend on; Pulumi
 * waits for the Service's pods itself.
 */
export function createPartResources(
  name: string,
  part: Part,
  args: PartResourcesArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.ServiceAccount {
  new k8s.core.v1.Service(`${name}-service`, service(part, args.service), opts);
  if (args.nodePort !== undefined) {
    new k8s.core.v1.Service(`${name}-node-port`, nodePortService(part, args.nodePort), opts);
  }
  if (args.replicas > 1) {
    new k8s.policy.v1.PodDisruptionBudget(`${name}-budget`, disruptionBudget(part), opts);
  }
  monitorService(
    `${name}-monitor`,
    {
      service: part.name,
      namespace: part.namespace,
      component: part.component,
      port: "http",
      interval: args.scrapeInterval,
    },
    opts,
  );
  return (
    args.account ??
    new k8s.core.v1.ServiceAccount(`${name}-account`, serviceAccount(part, args.roleArn), opts)
  );
}
