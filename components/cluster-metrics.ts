// What every cluster of the fleet has, observer or observee: a namespace's worth of Prometheus, bucket and Compactor.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { alertmanagerEndpoints } from "../specs/alertmanager/custom-resource";
import { NAMES } from "../specs/names";
import type { ObjectStoreKeys, ObjectStoreLocation } from "../specs/objstore";
import { imageReference } from "../specs/versions";
import type { SharedConfig } from "../specs/config/shared";
import { Alertmanager } from "./alertmanager";
import { Bucket } from "./bucket";
import { childOf } from "./child";
import { ObjectStoreSecret } from "./object-store-secret";
import { Prometheus } from "./prometheus";
import { ThanosCompact } from "./thanos/compact";
import type { PartArgs } from "./thanos/part";

export interface ClusterMetricsArgs extends SharedConfig {
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
  /** What Alertmanager's receivers keep secret, by name. */
  readonly receiverSecrets: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Thanos' own default: time for every uploader to finish before a block is touched. */
const CONSISTENCY_DELAY = "30m";

export class ClusterMetrics extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:ClusterMetrics";
  /** The namespace, for others to wait for. */
  public readonly namespace: pulumi.Resource;
  /** The cluster's own bucket. */
  public readonly location: pulumi.Output<ObjectStoreLocation>;
  /** Checksum of the own bucket's configuration. */
  public readonly objstoreChecksum: pulumi.Output<string>;

  constructor(name: string, args: ClusterMetricsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClusterMetrics.TYPE, name, {}, opts);
    const { namespace, objectStore, unsafeForTests } = args;
    const roles = objectStore.auth.kind === "irsa" ? objectStore.auth.roleArns : undefined;

    this.namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: namespace, labels: { "app.kubernetes.io/part-of": "thanos-fleet" } } },
      childOf(this, opts),
    );
    const child = { parent: this, dependsOn: [this.namespace] };
    const bucket = new Bucket(`${name}-bucket`, { objectStore }, { parent: this });
    const objstore = new ObjectStoreSecret(
      `${name}-objstore`,
      {
        secretName: NAMES.objstore,
        namespace,
        location: bucket.location,
        keys: args.objectStoreKeys,
        plaintext: unsafeForTests.plaintextObjectStore === true,
      },
      child,
    );
    const stored = { objstoreSecret: NAMES.objstore, objstoreChecksum: objstore.checksum };
    const afterObjstore = { parent: this, dependsOn: [objstore] };

    new Prometheus(
      `${name}-prometheus`,
      {
        ...args.prometheus,
        ...stored,
        namespace,
        cluster: args.cluster,
        images: {
          prometheus: imageReference("prometheus", args.images),
          thanos: imageReference("thanos", args.images),
        },
        retention: unsafeForTests.retention ?? args.prometheus.retention,
        blockDuration: unsafeForTests.blockDuration,
        ...(args.alertmanager === undefined
          ? {}
          : { alertmanagers: alertmanagerEndpoints(namespace) }),
        roleArn: roles?.prometheus,
      },
      afterObjstore,
    );
    new ThanosCompact(
      `${name}-compact`,
      {
        ...partArgs(args),
        ...stored,
        ...args.compact,
        consistencyDelay: unsafeForTests.consistencyDelay ?? CONSISTENCY_DELAY,
        roleArn: roles?.compact,
      },
      afterObjstore,
    );

    if (args.alertmanager !== undefined) {
      new Alertmanager(
        `${name}-alertmanager`,
        {
          ...args.alertmanager,
          namespace,
          image: imageReference("alertmanager", args.images),
          scrapeInterval: args.prometheus.scrapeInterval,
          secrets: args.receiverSecrets,
        },
        child,
      );
    }

    this.location = bucket.location;
    this.objstoreChecksum = objstore.checksum;
    this.registerOutputs({ location: this.location, objstoreChecksum: this.objstoreChecksum });
  }
}

/** What every Thanos part of a cluster is told. */
export const partArgs = (
  config: Pick<SharedConfig, "namespace" | "images" | "prometheus">,
): PartArgs => ({
  namespace: config.namespace,
  image: imageReference("thanos", config.images),
  scrapeInterval: config.prometheus.scrapeInterval,
});
