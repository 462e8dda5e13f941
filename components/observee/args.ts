// What an observee is made of.
import type { ObserveeSettings } from "../../config/observee";
import type { ServerEndpoint } from "../../stacks/contract";
import type { Rotation } from "../pki/rotation";
import type { ClusterMetricsArgs } from "../cluster-metrics/component";

export interface ObserveeArgs extends ObserveeSettings, ClusterMetricsArgs {
  /** CA certificates of the observer for this observee, PEM; with none it is shut out. */
  readonly clientCas: readonly string[];
  /** Common name in the observer's client certificate; absent where this observee is shut out. */
  readonly clientName?: string | undefined;
  /** The observer's Receive, where this cluster pushes to it. */
  readonly receive?: ServerEndpoint | undefined;
  /** The observer's Alertmanager, where this cluster's alerts go. */
  readonly observerAlertmanager?: ServerEndpoint | undefined;
  /** Where the own server CA stands that serves no more. */
  readonly leavingServer?: Rotation | undefined;
  /** Where the CA stands with which alerts were sent that configuration sends no more. */
  readonly leavingAlerting?: Rotation | undefined;
}
