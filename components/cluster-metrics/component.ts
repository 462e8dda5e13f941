// Creates the components common to observers and observees: operator, bucket, Prometheus, Compactor, Alertmanager.
import * as pulumi from "@pulumi/pulumi";
import { diskOf } from "../../kubernetes/disks";
import { NAMES } from "../../kubernetes/names";
import { namespace as namespaceArgs } from "../../kubernetes/namespace";
import type { ObjectStoreLocation } from "../object-store/spec";
import { imageReference } from "../../kubernetes/images";
import type { SharedConfig } from "../../config/shared";
import type { ObserverOutputs } from "../../stacks/contract";
import { certificateSettings } from "../pki/spec";
import type { ExistingCasByUse } from "../pki/existing-ca";
import { Alertmanager } from "../alertmanager/component";
import type { AlertmanagerEdgeArgs } from "../alertmanager/edge";
import * as k8s from "../../kubernetes/k8s";
import { objectStoreOf, type ObjectStoreSecrets } from "../object-store/component";
import type { PartIdentity } from "../object-store/s3/role";
import { operator } from "../monitoring-stack/component";
import { ObjectStoreSecret } from "../object-store/secret";
import { ownIdentity, type OwnPart } from "../object-store/s3/workload-identity";
import { ownPrometheus, type OwnPrometheusArgs } from "../prometheus/own";
import { ThanosBucketWeb } from "../bucket-web/component";
import { ThanosCompact } from "../compactor/component";
import { partArgs } from "../../kubernetes/part";

export interface ClusterMetricsArgs
  extends SharedConfig, ObjectStoreSecrets, Pick<OwnPrometheusArgs, "remoteWrite" | "sentAlerts"> {
  /** Secrets of Alertmanager's receivers, by name. */
  readonly receiverSecrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** Edge of this cluster's Alertmanager for alerts of other clusters; none by default. */
  readonly alertmanagerEdge?: AlertmanagerEdgeArgs | undefined;
  /** Whether dashboards are used in this cluster; default false. */
  readonly dashboards?: boolean;
  /** Role of the observer's Store Gateways, where they read this cluster's bucket with it. */
  readonly readerRoleArn?: string | undefined;
  /** Existing CAs of this stack, by use. */
  readonly existingCas: ExistingCasByUse;
}

export class ClusterMetrics extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:ClusterMetrics";
  /** The namespace, for other resources to depend on. */
  public readonly namespace: pulumi.Resource;
  /** The cluster's own bucket, as the observer addresses it. */
  public readonly location: pulumi.Output<ObjectStoreLocation>;
  /** Expiry dates of the certificates created here. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  /** Outputs that the next `up` reads: the CA of an object store in the cluster. */
  public readonly outputsForNextUp: Pick<ObserverOutputs, "objectStoreCa">;
  /** UID that identifies the cluster: that of its namespace `kube-system`. */
  public readonly clusterUid: pulumi.Output<string>;
  /** KMS key that encrypts the bucket; undefined where the object store decides. */
  public readonly kmsKeyArn: pulumi.Output<string> | undefined;
  /** `host:port` of Alertmanager's edge; undefined without one. */
  public readonly alertmanagerAddress: pulumi.Output<string> | undefined;
  /** Workloads that show certificates to other clusters or trust theirs. Stack outputs must resolve after them. */
  public readonly outputDependencies: readonly pulumi.CustomResource[];
  /** Secret with which the cluster's parts access their own bucket. */
  public readonly objstore: ObjectStoreSecret;

  constructor(name: string, args: ClusterMetricsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClusterMetrics.TYPE, name, {}, opts);
    const { namespace, unsafeForTests } = args;

    this.namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      namespaceArgs(namespace, args.externalPrometheus?.namespace === namespace),
      // Everything in the namespace depends on it, and so on the operator's CRDs.
      {
        parent: this,
        dependsOn: operator(`${name}-monitoring`, args, args.dashboards === true, { parent: this }),
        // Deleting it would delete every volume in it.
        retainOnDelete: true,
      },
    );
    const child = { parent: this, dependsOn: [this.namespace] };
    const certificates = {
      ...certificateSettings(args.certificates, unsafeForTests.alwaysRenew === true),
      existingCas: args.existingCas.objectStore,
    };
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
    this.objstore = objstore;
    const identityOf = (part: OwnPart) =>
      ownIdentity(name, part, args, store.kmsKeyArn, { parent: this });
    const after = ({ dependsOn }: PartIdentity) => ({
      parent: this,
      dependsOn: [objstore, ...dependsOn(args.cluster)],
    });

    const external = args.externalPrometheus;
    const holders: pulumi.CustomResource[] = [];
    if (external === undefined) {
      const identity = identityOf("prometheus");
      const made = { ...args, objstore, roleArn: identity.annotation };
      const { workload } = ownPrometheus(`${name}-prometheus`, made, after(identity));
      if (args.remoteWrite !== undefined || args.sentAlerts !== undefined) {
        holders.push(workload);
      }
    } else if (external.namespace !== namespace) {
      const copy = { ...secret, namespace: external.namespace };
      new ObjectStoreSecret(`${name}-external-objstore`, copy, { parent: this });
    }
    const compactor = identityOf("compact");
    new ThanosCompact(
      `${name}-compact`,
      {
        ...partArgs(args),
        objstore,
        ...args.compact,
        storage: diskOf("compact", args.size, args.compact.storage),
        consistencyDelay: unsafeForTests.consistencyDelay ?? args.compact.consistencyDelay,
        roleArn: compactor.annotation,
      },
      after(compactor),
    );

    if (args.bucketWeb !== undefined) {
      const viewer = identityOf("bucketWeb");
      new ThanosBucketWeb(
        `${name}-bucket-web`,
        { ...partArgs(args), objstore, ...args.bucketWeb, roleArn: viewer.annotation },
        after(viewer),
      );
    }

    const alertmanager =
      args.alertmanager === undefined
        ? undefined
        : new Alertmanager(
            `${name}-alertmanager`,
            {
              ...args.alertmanager,
              namespace,
              image: imageReference("alertmanager", args.images),
              scrapeInterval: args.prometheus.scrapeInterval,
              secrets: args.receiverSecrets,
              edge: args.alertmanagerEdge,
            },
            child,
          );
    this.alertmanagerAddress = alertmanager?.edgeAddress;
    if (alertmanager?.edgeAddress !== undefined) {
      holders.push(alertmanager.workload);
    }
    this.outputDependencies = holders;

    // `kube-system` exists for the whole life of a cluster.
    const oldest = k8s.core.v1.Namespace.get(`${name}-kube-system`, "kube-system", {
      parent: this,
    });
    this.clusterUid = oldest.metadata.uid;
    this.location = store.published ?? store.location;
    this.kmsKeyArn = store.kmsKeyArn;
    this.ends = store.ends ?? {};
    this.outputsForNextUp = store.ca === undefined ? {} : { objectStoreCa: store.ca };
    this.registerOutputs({
      location: this.location,
      clusterUid: this.clusterUid,
      kmsKeyArn: this.kmsKeyArn,
    });
  }
}
