// The objects that surround every Thanos part: account, Service, disruption budget and monitor.
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { disruptionBudget, nodePortService, service, serviceAccount } from "../../specs/objects";
import type { Size } from "../../specs/resources";
import type { Part } from "../../specs/workload";
import { monitorService } from "../monitor";

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

export interface SurroundingsArgs extends PartArgs {
  readonly replicas: number;
  /** Headless where Thanos balances by itself over the pods. */
  readonly service: "clusterIP" | "headless";
  /** Port of every node; none without it. */
  readonly nodePort?: number | undefined;
  /** IAM role of the part's account. */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

/** Makes them, under the part's own resource name. */
export function surround(
  name: string,
  part: Part,
  args: SurroundingsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  new k8s.core.v1.ServiceAccount(`${name}-account`, serviceAccount(part, args.roleArn), opts);
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
}
