// Checks of rotations at both ends: the certificates that are presented, mounted, accepted and rejected.
import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import * as tls from "node:tls";
import { processes } from "../../../lab/cluster/cgroups";
import { observer } from "../../../lab/cluster/machines";
import { until } from "../../../lab/run";
import { CLIENT_TLS_DIR } from "../../../components/query/endpoints";
import type { Identity } from "./certificates";
import { listObjects, NAMESPACE } from "./cluster";
import { knock, parseAddress, type Address, type Knock } from "./edge-probe";
import { observeeOutputs } from "./stacks";

/** Seconds in which the kubelet updates a changed Secret in a pod: a minute between two syncs, and a cache. */
const HANDED_ON = 150;
/** Number of calls that together reach every replica behind an edge. */
const CALLS = 8;
const TIMEOUT = 5000;

/** Error for a client certificate that the server does not trust; since OpenSSL 3.5 it contains "SSL/TLS". */
export const NOT_TRUSTED =
  /^ERR_SSL_[\w/]*ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|DECRYPT_ERROR)$/;

export interface Edge {
  readonly address: Address;
  readonly serverName: string;
  readonly serverCa: string;
}

export async function edgeOf(observee: string): Promise<Edge> {
  const { address = "", serverName = "", serverCa = "" } = await observeeOutputs(observee);
  return { address: parseAddress(address), serverName, serverCa };
}

/** Results of several calls of an edge. */
export async function knockOften(edge: Edge, identity: Identity): Promise<Knock[]> {
  const knocks: Knock[] = [];
  for (let i = 0; i < CALLS; i += 1) {
    const trusting = { ca: edge.serverCa, servername: edge.serverName };
    knocks.push(await knock(edge.address, { ...trusting, ...identity }));
  }
  return knocks;
}

/** The server certificate that an edge presents, from any issuer. */
export function shownBy({ address, serverName }: Edge): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ ...address, servername: serverName, rejectUnauthorized: false });
    socket.setTimeout(TIMEOUT, () => socket.destroy(new Error("the TLS handshake timed out")));
    socket.on("error", reject);
    socket.once("secureConnect", () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      resolve(new X509Certificate(raw));
    });
  });
}

/** Waits until every replica behind the edge presents the certificate; returns whether they do. */
export function showsEverywhere(edge: Edge, cert: string): Promise<boolean> {
  const { fingerprint256 } = new X509Certificate(cert);
  return until(
    HANDED_ON,
    async () => {
      for (let i = 0; i < CALLS; i += 1) {
        if ((await shownBy(edge)).fingerprint256 !== fingerprint256) {
          return false;
        }
      }
      return true;
    },
    1,
  );
}

/** Waits until every pod that calls the observee has the client certificate on its disk. */
export function mountedEverywhere(observee: string, cert: string): Promise<boolean> {
  return until(
    HANDED_ON,
    () => {
      const files = processes(observer.name)
        .map((pid) => path.join(`/proc/${String(pid)}/root`, CLIENT_TLS_DIR, observee, "tls.crt"))
        .filter((file) => fs.existsSync(file));
      return files.length > 0 && files.every((file) => fs.readFileSync(file, "utf8") === cert);
    },
    1,
  );
}

interface PodStatus {
  readonly containerStatuses?: readonly { readonly restartCount: number }[];
}

/** Every pod of the fleet in a cluster, except terminating ones, with the number of restarts. */
export async function podsOf(cluster: string): Promise<string[]> {
  const pods = await listObjects(cluster, "pods");
  return (
    pods
      .filter(({ metadata }) => metadata.namespace === NAMESPACE)
      // A terminating pod belongs to an earlier rollout.
      .filter(({ metadata }) => metadata["deletionTimestamp"] === undefined)
      .map(({ metadata, status }) => {
        const { containerStatuses = [] } = status as PodStatus;
        const restarts = containerStatuses.map(({ restartCount }) => restartCount).join("+");
        return `${metadata.name} ${metadata.uid ?? ""} ${restarts}`;
      })
      .sort()
  );
}
