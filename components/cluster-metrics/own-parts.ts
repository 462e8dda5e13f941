// The namespace of a cluster's parts, and the parts that every cluster has.
import type * as pulumi from "@pulumi/pulumi";
import { diskOf, retentionSizeOf } from "../../kubernetes/disks";
import { imageReference } from "../../kubernetes/images";
import * as k8s from "../../kubernetes/k8s";
import { namespace as namespaceArgs } from "../../kubernetes/namespace";
import { partArgs } from "../../kubernetes/part";
import { Alertmanager } from "../alertmanager/component";
import { alertmanagerEndpoints } from "../alertmanager/spec";
import { ThanosBucketWeb } from "../bucket-web/component";
import { ThanosCompact } from "../compactor/component";
import { operator } from "../monitoring-stack/component";
import { hasOwnCa } from "../object-store/config";
import { ownIdentity, type OwnPart } from "../object-store/s3/workload-identity";
import type { ObjectStoreSecret } from "../object-store/secret";
import { Prometheus } from "../prometheus/component";
import type { ClusterMetricsArgs } from "./component";

/** What the parts that use the bucket need besides the configuration. */
interface BucketParts extends ClusterMetricsArgs {
  readonly objstore: ObjectStoreSecret;
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
}

/** Creates the namespace after the operator, which is installed if the configuration says so. */
export const createNamespace = (
  name: string,
  args: ClusterMetricsArgs,
  parent: pulumi.Resource,
): k8s.core.v1.Namespace =>
  new k8s.core.v1.Namespace(
    `${name}-namespace`,
    namespaceArgs(args.namespace, args.externalPrometheus?.namespace === args.namespace),
    {
      parent,
      // Everything in the namespace depends on it, and so on the operator's CRDs.
      dependsOn: operator(`${name}-monitoring`, args, args.dashboards === true, { parent }),
      // Deleting it would delete every volume in it.
      retainOnDelete: true,
    },
  );

/** The part's identity towards AWS, and resource options to create the part with. */
function identityOf(
  name: string,
  part: OwnPart,
  args: BucketParts,
  parent: pulumi.Resource,
): { readonly roleArn: pulumi.Input<string> | undefined; opts: pulumi.ComponentResourceOptions } {
  const identity = ownIdentity(name, part, args, args.kmsKeyArn, { parent });
  return {
    roleArn: identity.annotation,
    opts: { parent, dependsOn: [args.objstore, ...identity.dependsOn(args.cluster)] },
  };
}

/** Creates Prometheus with its Thanos sidecar. */
export function createPrometheus(
  name: string,
  args: BucketParts,
  parent: pulumi.Resource,
): Prometheus {
  const { roleArn, opts } = identityOf(name, "prometheus", args, parent);
  const { namespace, cluster, size, images, objstore, unsafeForTests } = args;
  const storage = diskOf("prometheus", size, args.prometheus.storage);
  return new Prometheus(
    `${name}-prometheus`,
    {
      ...{ ...args.prometheus, ...args.remoteWrite, ...args.sentAlerts },
      ...{ namespace, cluster, size, storage, roleArn },
      images: {
        prometheus: imageReference("prometheus", images),
        thanos: imageReference("thanos", images),
      },
      retention: unsafeForTests.retention ?? args.prometheus.retention,
      retentionSize: args.prometheus.retentionSize ?? retentionSizeOf(storage.size),
      blockDuration: unsafeForTests.blockDuration,
      histograms: args.monitoringStack.kind === "helm",
      objstoreSecret: objstore.secretName,
      objstoreChecksum: objstore.checksum,
      objstoreCa: hasOwnCa(args.objectStore),
      alertmanagers: args.alertmanager === undefined ? undefined : alertmanagerEndpoints(namespace),
    },
    opts,
  );
}

/** Creates the Compactor of the own bucket. */
export function createCompactor(name: string, args: BucketParts, parent: pulumi.Resource): void {
  const { roleArn, opts } = identityOf(name, "compact", args, parent);
  const { compact, size, objstore, unsafeForTests } = args;
  new ThanosCompact(
    `${name}-compact`,
    {
      ...{ ...partArgs(args), ...compact, objstore, roleArn },
      storage: diskOf("compact", size, compact.storage),
      consistencyDelay: unsafeForTests.consistencyDelay ?? compact.consistencyDelay,
    },
    opts,
  );
}

/** Creates bucket web if the configuration has it. */
export function createBucketWeb(name: string, args: BucketParts, parent: pulumi.Resource): void {
  if (args.bucketWeb === undefined) {
    return;
  }
  const { roleArn, opts } = identityOf(name, "bucketWeb", args, parent);
  const { bucketWeb, objstore } = args;
  const all = { ...partArgs(args), ...bucketWeb, objstore, roleArn };
  new ThanosBucketWeb(`${name}-bucket-web`, all, opts);
}

/** Creates Alertmanager if the configuration has it. */
export const createAlertmanager = (
  name: string,
  { alertmanager, namespace, ...args }: ClusterMetricsArgs,
  opts: pulumi.ComponentResourceOptions,
): Alertmanager | undefined =>
  alertmanager &&
  new Alertmanager(
    `${name}-alertmanager`,
    {
      ...{ ...alertmanager, namespace },
      image: imageReference("alertmanager", args.images),
      scrapeInterval: args.prometheus.scrapeInterval,
      secrets: args.receiverSecrets,
      edge: args.alertmanagerEdge,
    },
    opts,
  );
