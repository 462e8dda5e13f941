// What the observer is made of.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserverSettings } from "../../config/observer";
import type { ObserveeContract } from "../../stacks/contract";
import type { ObjectStoreKeys } from "../object-store/spec";
import type { ExistingCas } from "../pki/spec";
import type { Rotation } from "../pki/rotation";
import type { ClusterMetricsArgs } from "../cluster-metrics/component";
import type { GrafanaSecretArgs } from "../grafana/component";

export interface ObserverArgs
  extends
    Omit<ObserverSettings, "observees">,
    Omit<ClusterMetricsArgs, "alertmanager">,
    GrafanaSecretArgs {
  /** The stack's full name. */
  readonly stack: string;
  /** Every observee of the configuration; a pending one has no contract yet. */
  readonly observees: readonly {
    readonly name: string;
    /** Full name of its stack; absent where its outputs were given as literal values. */
    readonly stack?: string | undefined;
    readonly clientCa: Rotation;
    /** Its client CAs that are there already. */
    readonly existingCas: ExistingCas;
    readonly contract?: ObserveeContract;
  }[];
  /** Observees of the last `up` that were removed or revoked since. */
  readonly leaving: readonly {
    readonly name: string;
    readonly clientCa: Rotation;
    readonly existingCas: ExistingCas;
  }[];
  /** Where the CA of a Receive stands that configuration has no more. */
  readonly leavingReceive?: Rotation | undefined;
  /** The same of Alertmanager's edge. */
  readonly leavingAlertmanager?: Rotation | undefined;
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
  readonly observeeStoreConfigs: Readonly<Record<string, pulumi.Output<string>>>;
}
