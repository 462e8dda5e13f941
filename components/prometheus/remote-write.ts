// Configures Prometheus to remote-write to the observer's Receive.
// https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RemoteWriteSpec
import type { ServerEndpoint } from "../../stacks/contract";
import { NAMES } from "../../kubernetes/names";
import type { RemoteWriteSpec, SecretKey } from "../../kubernetes/prometheus-operator-types";

const inSecret = (key: string): SecretKey => ({ name: NAMES.remoteWriteTls, key });

/** Prometheus rereads the files when they change, so neither a renewal nor a rotation restarts it. */
export const remoteWriteSpec = (receive: ServerEndpoint): RemoteWriteSpec => ({
  name: "receive",
  url: `https://${receive.address}/api/v1/receive`,
  tlsConfig: {
    ca: { secret: inSecret("ca.crt") },
    cert: { secret: inSecret("tls.crt") },
    keySecret: inSecret("tls.key"),
    serverName: receive.serverName,
    minVersion: "TLS13",
  },
});
