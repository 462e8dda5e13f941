// Creates a Thanos part: its workload, and the ServiceAccount, Service, disruption budget and monitor next to it.
import type * as pulumi from "@pulumi/pulumi";
import {
  deployment,
  disruptionBudget,
  nodePortService,
  service,
  serviceAccount,
  statefulSet,
  type DataVolume,
} from "./objects";
import type { Size } from "./resources";
import { imageReference, type ImageOverrides } from "./images";
import { metadata, type Part, type StatefulPart } from "./workload";
import * as k8s from "./k8s";
import { statefulSetOptions, workloadOptions } from "./resource-options";
import { partTimeouts } from "./timeouts";
import { monitorService } from "./service-monitor";

/** Arguments of every part's component. */
export interface PartArgs {
  readonly namespace: string;
  /** Reference of the Thanos image. */
  readonly image: string;
  /** The configuration key `size`, which multiplies its resources. */
  readonly size: Size;
  /** How often Prometheus scrapes it, as a Prometheus duration. */
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

/** Arguments of a part that is a Deployment or StatefulSet. */
export interface WorkloadArgs extends PartArgs {
  /** Number of pods; with more than one there is a disruption budget. */
  readonly replicas: number;
  /** Port on every node; default none. */
  readonly nodePort?: number | undefined;
  /** IAM role in the annotation of the part's ServiceAccount; default: none. */
  readonly roleArn?: pulumi.Input<string> | undefined;
  /** A ServiceAccount that is shared with other parts; default: a new one. */
  readonly account?: k8s.core.v1.ServiceAccount;
}

/** The part's ConfigMap, which has the part's name. */
export const createConfigMap = (
  name: string,
  part: Part,
  data: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.ConfigMap =>
  new k8s.core.v1.ConfigMap(name, { metadata: metadata(part), data }, opts);

/**
 * Creates the part as a Deployment, with the objects next to it.
 *
 * @param files Resources whose files its pods read at start.
 * @param kind Kind of Service: headless where another Query connects to its replicas.
 */
export function createDeployment(
  name: string,
  part: Part,
  args: WorkloadArgs,
  files: readonly pulumi.Resource[],
  opts: pulumi.CustomResourceOptions,
  kind: "clusterIP" | "headless" = "clusterIP",
): k8s.apps.v1.Deployment {
  const account = createNeighbours(name, part, args, kind, opts);
  return new k8s.apps.v1.Deployment(
    name,
    deployment(part, args.replicas),
    workloadOptions(opts, [account, ...files], partTimeouts(part, args.replicas)),
  );
}

/** Creates the part as a StatefulSet with a data volume and a headless Service; `files` as in `createDeployment`. */
export function createStatefulSet(
  name: string,
  part: StatefulPart,
  args: WorkloadArgs & { readonly storage: DataVolume },
  files: readonly pulumi.Resource[],
  opts: pulumi.CustomResourceOptions,
): k8s.apps.v1.StatefulSet {
  const account = createNeighbours(name, part, args, "headless", opts);
  return new k8s.apps.v1.StatefulSet(
    name,
    statefulSet(part, args.replicas, args.storage),
    statefulSetOptions(opts, [account, ...files], partTimeouts(part, args.replicas)),
  );
}

/**
 * Creates the objects next to a workload. Returns the ServiceAccount, which the workload must depend on; Pulumi waits
 * for the Service's pods itself.
 */
function createNeighbours(
  name: string,
  part: Part,
  args: WorkloadArgs,
  kind: "clusterIP" | "headless",
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.ServiceAccount {
  new k8s.core.v1.Service(`${name}-service`, service(part, kind), opts);
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
