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
    readonly clientCa: Rotation;
    /** Existing client CAs for this observee. */
    readonly existingCas: ExistingCas;
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
  /** The same for Alertmanager's edge. */
  readonly leavingAlertmanager?: Rotation | undefined;
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
  readonly observeeStoreConfigs: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Arguments of the parts that observees call. */
export interface FleetPartArgs extends Omit<ObserverArgs, "certificates"> {
  readonly certificates: CertificateSettings;
  /** Observees whose contract has been read. */
  readonly connected: readonly NamedObservee[];
}
