// The objects that surround every Thanos part: account, Service, disruption budget and monitor.
import type * as pulumi from "@pulumi/pulumi";
import { disruptionBudget, nodePortService, service, serviceAccount } from "./objects";
import type { Size } from "./resources";
import { imageReference, type ImageOverrides } from "./images";
import type { Part } from "./workload";
import * as k8s from "./k8s";
import { monitorService } from "./service-monitor";

/** What every part's component is told. */
export interface PartArgs {
  readonly namespace: string;
  /** Reference of the Thanos image. */
  readonly image: string;
  /** How large the cluster is. */
  readonly size: Size;
  /** How often the part is scraped. */
  readonly scrapeInterval: string;
}

/** The same of a cluster's configuration. */
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
  /** Headless where Thanos balances by itself over the pods. */
  readonly service: "clusterIP" | "headless";
  /** Port of every node; none without it. */
  readonly nodePort?: number | undefined;
  /** IAM role of the part's account. */
  readonly roleArn?: pulumi.Input<string> | undefined;
  /** An account that others have too; one is made without it. */
  readonly account?: k8s.core.v1.ServiceAccount;
}

/**
 * Makes them, under the part's own resource name. The account is for the workload to wait for; the Service waits for the
 * workload's pods itself.
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
