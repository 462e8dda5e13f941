// Arguments of the Observee component.
import type { ObserveeSettings } from "../../config/observee";
import type { ServerEndpoint } from "../../stacks/contract";
import type { Rotation } from "../pki/rotation/phases";
import type { ClusterMetricsArgs } from "../cluster-metrics/component";

export interface ObserveeArgs extends ObserveeSettings, ClusterMetricsArgs {
  /** The observer's CA certificates for this observee, PEM; if empty, the observer has no access. */
  readonly clientCas: readonly string[];
  /** Common name in the observer's client certificate; absent while the observer does not list this observee. */
  readonly clientName?: string | undefined;
  /** The observer's Receive, if this cluster remote-writes to it. */
  readonly receive?: ServerEndpoint | undefined;
  /** The observer's Alertmanager, if this cluster sends its alerts there. */
  readonly observerAlertmanager?: ServerEndpoint | undefined;
  /** Rotation of this cluster's own server CA, if that no longer signs a certificate. */
  readonly leavingServer?: Rotation | undefined;
  /** Rotation of the alert sender CA in the last `up`, if the configuration no longer sends alerts. */
  readonly leavingAlerting?: Rotation | undefined;
}
