// Names of the certificates for alert delivery between clusters: each end has a small CA of its own.
import { alertmanagerServerName } from "../../../kubernetes/names";

/** One end of alert delivery. */
export interface AlertEnd {
  /** Common name of the CA. */
  readonly caName: string;
  /** Common name of the leaf. */
  readonly commonName: string;
  readonly use: "client" | "server";
  /** Name of the leaf in end dates, metrics and alerts; the CA's is that with `Ca` and its generation. */
  readonly certificateName: string;
}

/** Server end: the edge of the observer's Alertmanager. */
export const receivingEnd = (observer: string): AlertEnd => ({
  caName: `${observer} Alertmanager server CA`,
  commonName: alertmanagerServerName(observer),
  use: "server",
  certificateName: "alertmanager",
});

/** Client end: an observee's Prometheus, which the edge identifies by the cluster's name. */
export const sendingEnd = (cluster: string): AlertEnd => ({
  caName: `${cluster} alert sender CA`,
  commonName: cluster,
  use: "client",
  certificateName: "alerts",
});
