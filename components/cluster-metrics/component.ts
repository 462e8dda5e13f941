// Creates the components common to observers and observees: operator, bucket, Prometheus, Compactor, Alertmanager.
import * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../kubernetes/names";
import type { ObjectStoreLocation } from "../object-store/spec";
import type { SharedConfig } from "../../config/shared";
import type { ObserverOutputs } from "../../stacks/outputs";
import type { DatedCertificates } from "../pki/expiry/end-dates";
import { certificateSettings } from "../pki/spec";
import type { ExistingCasByUse } from "../pki/authority/existing-ca";
import type { AlertmanagerEdgeArgs } from "../alertmanager/edge";
import * as k8s from "../../kubernetes/k8s";
import { objectStoreOf, type ObjectStoreSecrets } from "../object-store/component";
import { ObjectStoreSecret } from "../object-store/secret";
import type { PrometheusArgs } from "../prometheus/component";
import {
  createAlertmanager,
  createBucketWeb,
  createCompactor,
  createNamespace,
  createPrometheus,
} from "./own-parts";

export interface ClusterMetricsArgs extends SharedConfig, ObjectStoreSecrets {
  /** Receive and the client certificate for it; no remote write by default. */
  readonly remoteWrite?: Required<Pick<PrometheusArgs, "receive" | "writer">> | undefined;
  /** The observer's Alertmanager and the client certificate for it; by default no alerts go there. */
  readonly sentAlerts?:
    Required<Pick<PrometheusArgs, "observerAlertmanager" | "sender">> | undefined;
  /** Secrets of Alertmanager's receivers, by name. */
  readonly receiverSecrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** Edge of this cluster's Alertmanager for alerts of other clusters; none by default. */
  readonly alertmanagerEdge?: AlertmanagerEdgeArgs | undefined;
  /** Whether dashboards are used in this cluster; default false. */
  readonly dashboards?: boolean;
  /** IAM role with which the observer's Store Gateways read this cluster's bucket; absent where key pairs are used. */
  readonly readerRoleArn?: string | undefined;
  /** Existing CAs of this stack, by use: changed settings apply to new CAs only. */
  readonly existingCas: ExistingCasByUse;
}

/** Namespace, operator, bucket, Prometheus, Compactor, bucket web and Alertmanager of one cluster, as configured. */
export class ClusterMetrics extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:ClusterMetrics";
  /** The namespace, for other resources to depend on. */
  public readonly namespace: pulumi.Resource;
  /** The cluster's own bucket, as the observer addresses it. */
  public readonly location: pulumi.Output<ObjectStoreLocation>;
  /** The certificates created here. */
  public readonly certificates: DatedCertificates;
  /** Outputs that the next `up` reads: the CA of an object store in the cluster. */
  public readonly outputsForNextUp: Pick<ObserverOutputs, "objectStoreCa">;
  /** UID that identifies the cluster: that of its namespace `kube-system`. */
  public readonly clusterUid: pulumi.Output<string>;
  /** KMS key that encrypts the bucket; undefined where the object store decides. */
  public readonly kmsKeyArn: pulumi.Output<string> | undefined;
  /** `host:port` of Alertmanager's edge; undefined without one. */
  public readonly alertmanagerAddress: pulumi.Output<string> | undefined;
  /** Workloads that present certificates to other clusters or verify theirs. Stack outputs must resolve after them. */
  public readonly outputDependencies: readonly pulumi.CustomResource[];
  /** Prometheus, if it is deployed here. */
  public readonly prometheus: readonly pulumi.CustomResource[];
  /** Secret with which the cluster's parts access their own bucket. */
  public readonly objstore: ObjectStoreSecret;

  constructor(name: string, args: ClusterMetricsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClusterMetrics.TYPE, name, {}, opts);
    const { namespace, unsafeForTests } = args;

    this.namespace = createNamespace(name, args, this);
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
    this.objstore = new ObjectStoreSecret(`${name}-objstore`, secret, child);
    const parts = { ...args, objstore: this.objstore, kmsKeyArn: store.kmsKeyArn };

    const external = args.externalPrometheus;
    const prometheus = external === undefined ? createPrometheus(name, parts, this) : undefined;
    if (external !== undefined && external.namespace !== namespace) {
      const copy = { ...secret, namespace: external.namespace };
      new ObjectStoreSecret(`${name}-external-objstore`, copy, { parent: this });
    }
    createCompactor(name, parts, this);
    createBucketWeb(name, parts, this);
    const alertmanager = createAlertmanager(name, args, child);
    this.alertmanagerAddress = alertmanager?.edgeAddress;
    const hasClientCertificate = args.remoteWrite !== undefined || args.sentAlerts !== undefined;
    this.prometheus = prometheus === undefined ? [] : [prometheus.workload];
    this.outputDependencies = [
      ...(prometheus !== undefined && hasClientCertificate ? [prometheus.workload] : []),
      ...(alertmanager?.edgeAddress !== undefined ? [alertmanager.workload] : []),
    ];

    // `kube-system` exists for the whole life of a cluster.
    const oldest = k8s.core.v1.Namespace.get(`${name}-kube-system`, "kube-system", {
      parent: this,
    });
    this.clusterUid = oldest.metadata.uid;
    this.location = store.externalLocation ?? store.location;
    this.kmsKeyArn = store.kmsKeyArn;
    this.certificates = store.certificates ?? {};
    this.outputsForNextUp = store.ca === undefined ? {} : { objectStoreCa: store.ca };
    this.registerOutputs({
      location: this.location,
      clusterUid: this.clusterUid,
      kmsKeyArn: this.kmsKeyArn,
    });
  }
}
