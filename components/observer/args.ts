// Arguments of the Observer component.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserverSettings } from "../../config/observer";
import type { ObserveeContract } from "../../stacks/contract";
import type { ObjectStoreKeys } from "../object-store/spec";
import type { CertificateSettings, ExistingCas } from "../pki/spec";
import type { Rotation } from "../pki/rotation/phases";
import type { ClusterMetricsArgs } from "../cluster-metrics/component";
import type { NamedObservee } from "../tls-querier/mutual-tls";
import type { GrafanaSecretArgs } from "../grafana/component";

export interface ObserverArgs
  extends
    Omit<ObserverSettings, "observees">,
    Omit<ClusterMetricsArgs, "alertmanager">,
    GrafanaSecretArgs {
  /** Fully qualified name of the stack. */
  readonly stack: string;
  /** Every observee of the configuration; a pending one has no contract yet. */
  readonly observees: readonly {
    readonly name: string;
    /** Fully qualified name of its stack; absent if its outputs are literal values in the configuration. */
    readonly stack?: string | undefined;
    /** Rotation of the client CA for this observee. */
    readonly clientCa: Rotation;
    /** Existing client CAs for this observee, by generation. */
    readonly existingCas: ExistingCas;
    /** Its outputs; absent while it is pending. */
    readonly contract?: ObserveeContract;
  }[];
  /** Observees of the last `up` that have been removed or revoked since. */
  readonly leaving: readonly {
    readonly name: string;
    readonly clientCa: Rotation;
    readonly existingCas: ExistingCas;
  }[];
  /** Rotation of the CA of a Receive that the configuration no longer has. */
  readonly leavingReceive?: Rotation | undefined;
  /** Rotation of the CA of an Alertmanager's edge that the configuration no longer has. */
  readonly leavingAlertmanager?: Rotation | undefined;
  /** Key pairs for reading the observees' buckets, by observee. */
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
  /** Configurations of observees' object stores of other types than S3, as JSON, by observee. */
  readonly observeeStoreConfigs: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Arguments of the parts that observees call. */
export interface FleetPartArgs extends Omit<ObserverArgs, "certificates"> {
  /** With the existing CAs of the part. */
  readonly certificates: CertificateSettings;
  /** Observees whose contract has been read. */
  readonly connected: readonly NamedObservee[];
}
