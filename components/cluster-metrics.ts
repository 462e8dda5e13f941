// What every cluster of the fleet has, observer or observee: a namespace's worth of Prometheus, bucket and Compactor.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { alertmanagerEndpoints } from "../specs/alertmanager/custom-resource";
import { NAMES } from "../specs/names";
import type { ObjectStoreLocation } from "../specs/objstore";
import { additions, type Additions } from "../specs/prometheus/external";
import { imageReference } from "../specs/versions";
import type { SharedConfig } from "../specs/config/shared";
import { certificateSettings } from "../specs/pki/certificates";
import { Alertmanager } from "./alertmanager";
import { childOf } from "./child";
import { objectStoreOf, type ObjectStoreSecrets } from "./object-store";
import type { PartIdentity } from "./iam";
import { ObjectStoreSecret } from "./object-store-secret";
import { Prometheus, type PrometheusArgs } from "./prometheus";
import { ownIdentity, type OwnPart } from "./own-identity";
import { ThanosBucketWeb } from "./thanos/bucket-web";
import { ThanosCompact } from "./thanos/compact";
import type { PartArgs } from "./thanos/part";

export interface ClusterMetricsArgs extends SharedConfig, ObjectStoreSecrets {
  /** What Alertmanager's receivers keep secret, by name. */
  readonly receiverSecrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** Where Prometheus pushes, and with what certificate; it pushes nowhere without it. */
  readonly remoteWrite?: Required<Pick<PrometheusArgs, "receive" | "writer">> | undefined;
  /** Role of the observer's Store Gateways, where they read this cluster's bucket by it. */
  readonly readerRoleArn?: string | undefined;
}

export class ClusterMetrics extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:ClusterMetrics";
  /** The namespace, for others to wait for. */
  public readonly namespace: pulumi.Resource;
  /** The cluster's own bucket, as the observer finds it. */
  public readonly location: pulumi.Output<ObjectStoreLocation>;
  /** End dates of the certificates that are made here. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  /** UID by which the cluster can be told from others. */
  public readonly clusterUid: pulumi.Output<string>;
  /** Key that encrypts it; absent where the store does as it likes. */
  public readonly kmsKeyArn: pulumi.Output<string> | undefined;
  /** Checksum of the own bucket's configuration. */
  public readonly objstoreChecksum: pulumi.Output<string>;

  constructor(name: string, args: ClusterMetricsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClusterMetrics.TYPE, name, {}, opts);
    const { namespace, unsafeForTests } = args;

    this.namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: namespace, labels: { "app.kubernetes.io/part-of": "thanos-fleet" } } },
      childOf(this, opts),
    );
    const child = { parent: this, dependsOn: [this.namespace] };
    const certificates = certificateSettings(
      args.certificates,
      unsafeForTests.alwaysRenew === true,
    );
    const store = objectStoreOf(name, { ...args, certificates }, this, this.namespace);
    const secret = {
      secretName: NAMES.objstore,
      namespace,
      location: store.location,
      keys: store.keys,
      config: store.config,
      plaintext: unsafeForTests.plaintextObjectStore === true,
    };
    const objstore = new ObjectStoreSecret(`${name}-objstore`, secret, child);
    const stored = { objstoreSecret: NAMES.objstore, objstoreChecksum: objstore.checksum };
    const identityOf = (part: OwnPart) =>
      ownIdentity(name, part, args, store.kmsKeyArn, { parent: this });
    const after = ({ before }: PartIdentity) => ({
      parent: this,
      dependsOn: [objstore, ...before(args.cluster)],
    });

    const external = args.externalPrometheus;
    if (external === undefined) {
      const identity = identityOf("prometheus");
      this.makePrometheus(name, args, stored, identity, after(identity));
    } else if (external.namespace !== namespace) {
      const copy = { ...secret, namespace: external.namespace };
      new ObjectStoreSecret(`${name}-external-objstore`, copy, { parent: this });
    }
    const compactor = identityOf("compact");
    new ThanosCompact(
      `${name}-compact`,
      {
        ...partArgs(args),
        ...stored,
        ...args.compact,
        consistencyDelay: unsafeForTests.consistencyDelay ?? args.compact.consistencyDelay,
        roleArn: compactor.annotation,
      },
      after(compactor),
    );

    if (args.bucketWeb !== undefined) {
      const viewer = identityOf("bucketWeb");
      new ThanosBucketWeb(
        `${name}-bucket-web`,
        { ...partArgs(args), ...stored, ...args.bucketWeb, roleArn: viewer.annotation },
        after(viewer),
      );
    }

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

    // Every cluster has this namespace from its first hour to its last.
    const oldest = k8s.core.v1.Namespace.get(`${name}-kube-system`, "kube-system", {
      parent: this,
    });
    this.clusterUid = oldest.metadata.uid;
    this.location = store.published ?? store.location;
    this.kmsKeyArn = store.kmsKeyArn;
    this.ends = store.ends ?? {};
    this.objstoreChecksum = objstore.checksum;
    this.registerOutputs({
      location: this.location,
      clusterUid: this.clusterUid,
      kmsKeyArn: this.kmsKeyArn,
      objstoreChecksum: this.objstoreChecksum,
    });
  }

  private makePrometheus(
    name: string,
    args: ClusterMetricsArgs,
    stored: { readonly objstoreSecret: string; readonly objstoreChecksum: pulumi.Output<string> },
    identity: PartIdentity,
    opts: pulumi.ComponentResourceOptions,
  ): void {
    const { namespace, objectStore, unsafeForTests } = args;
    new Prometheus(
      `${name}-prometheus`,
      {
        ...args.prometheus,
        ...stored,
        ...args.remoteWrite,
        namespace,
        cluster: args.cluster,
        size: args.size,
        images: {
          prometheus: imageReference("prometheus", args.images),
          thanos: imageReference("thanos", args.images),
        },
        retention: unsafeForTests.retention ?? args.prometheus.retention,
        blockDuration: unsafeForTests.blockDuration,
        ...(args.alertmanager === undefined
          ? {}
          : { alertmanagers: alertmanagerEndpoints(namespace) }),
        roleArn: identity.annotation,
        objstoreCa: objectStore.kind === "inCluster",
      },
      opts,
    );
  }
}

/** For the outputs: what the owner of a Prometheus that is not made here adds to it. */
export const externalAdditions = ({
  cluster,
  externalPrometheus,
  images,
}: SharedConfig): { readonly externalPrometheus?: Additions } =>
  externalPrometheus === undefined
    ? {}
    : { externalPrometheus: additions(cluster, imageReference("thanos", images)) };

/** What every Thanos part of a cluster is told. */
export const partArgs = (
  config: Pick<SharedConfig, "namespace" | "images" | "size" | "prometheus">,
): PartArgs => ({
  namespace: config.namespace,
  image: imageReference("thanos", config.images),
  size: config.size,
  scrapeInterval: config.prometheus.scrapeInterval,
});
