// What every cluster of the fleet has, observer or observee: a namespace's worth of Prometheus, bucket and Compactor.
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
  /** What Alertmanager's receivers keep secret, by name. */
  readonly receiverSecrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** The way in to the own Alertmanager for alerts of other clusters; none without it. */
  readonly alertmanagerEdge?: AlertmanagerEdgeArgs | undefined;
  /** Whether somebody looks at dashboards in this cluster. */
  readonly dashboards?: boolean;
  /** Role of the observer's Store Gateways, where they read this cluster's bucket by it. */
  readonly readerRoleArn?: string | undefined;
  /** The stack's CAs that are there already. */
  readonly existingCas: ExistingCasByUse;
}

export class ClusterMetrics extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:ClusterMetrics";
  /** The namespace, for others to wait for. */
  public readonly namespace: pulumi.Resource;
  /** The cluster's own bucket, as the observer finds it. */
  public readonly location: pulumi.Output<ObjectStoreLocation>;
  /** End dates of the certificates that are made here. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  /** For the outputs: the CA of an object store in the cluster, for the next `up`. */
  public readonly outputsForNextUp: Pick<ObserverOutputs, "objectStoreCa">;
  /** UID by which the cluster can be told from others. */
  public readonly clusterUid: pulumi.Output<string>;
  /** Key that encrypts it; absent where the store does as it likes. */
  public readonly kmsKeyArn: pulumi.Output<string> | undefined;
  /** `host:port` of Alertmanager's edge; absent where there is none. */
  public readonly alertmanagerAddress: pulumi.Output<string> | undefined;
  /** What shows certificates to other clusters or trusts theirs, and so has to be there before outputs tell of it. */
  public readonly outputDependencies: readonly pulumi.CustomResource[];
  /** The Secret through which the cluster's parts find the own bucket. */
  public readonly objstore: ObjectStoreSecret;

  constructor(name: string, args: ClusterMetricsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClusterMetrics.TYPE, name, {}, opts);
    const { namespace, unsafeForTests } = args;

    this.namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      namespaceArgs(namespace, args.externalPrometheus?.namespace === namespace),
      // Whatever is in the namespace waits for it, and with it for the operator's kinds.
      {
        parent: this,
        dependsOn: operator(`${name}-monitoring`, args, args.dashboards === true, { parent: this }),
        // Deleted, it would take every volume in it along.
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

    // Every cluster has this namespace from its first hour to its last.
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
