// The two certificates with which alerts go from cluster to cluster, each of a small CA of its owner's.
import { alertmanagerServerName } from "../../kubernetes/names";

/** One end of that connection. */
export interface AlertEnd {
  /** Common names of the CA and of the certificate. */
  readonly authority: string;
  readonly commonName: string;
  readonly use: "client" | "server";
  /** What the end dates call the certificate. */
  readonly called: string;
  /** Name of the object with its alerts: no cluster can be called so. */
  readonly alerts: string;
}

/** The edge of the observer's Alertmanager. */
export const receivingEnd = (observer: string): AlertEnd => ({
  authority: `${observer} Alertmanager server CA`,
  commonName: alertmanagerServerName(observer),
  use: "server",
  called: "alertmanager",
  alerts: "alertmanager.server",
});

/** An observee's Prometheus: the edge knows it by its cluster's name. */
export const sendingEnd = (cluster: string): AlertEnd => ({
  authority: `${cluster} alert sender CA`,
  commonName: cluster,
  use: "client",
  called: "alerts",
  alerts: "alerts.client",
});
