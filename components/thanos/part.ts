// The objects that surround every Thanos part: account, Service, disruption budget and monitor.
import type * as pulumi from "@pulumi/pulumi";
import { disruptionBudget, nodePortService, service, serviceAccount } from "../../specs/objects";
import type { SharedConfig } from "../../specs/config/shared";
import type { Size } from "../../specs/resources";
import { imageReference } from "../../specs/versions";
import type { Part } from "../../specs/workload";
import * as k8s from "../k8s";
import { monitorService } from "../monitor";
import type { ObjectStoreSecret } from "../object-store-secret";

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
export const partArgs = (
  config: Pick<SharedConfig, "namespace" | "images" | "size" | "prometheus">,
): PartArgs => ({
  namespace: config.namespace,
  image: imageReference("thanos", config.images),
  size: config.size,
  scrapeInterval: config.prometheus.scrapeInterval,
});

/** What a part that uses a bucket is told beside that. */
export interface StoredPartArgs extends PartArgs {
  readonly objstore: ObjectStoreSecret;
  /** IAM role with which it reads or writes; none where a key pair is used. */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

export interface SurroundingsArgs extends PartArgs {
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
export function surround(
  name: string,
  part: Part,
  args: SurroundingsArgs,
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
