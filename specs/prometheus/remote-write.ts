// How Prometheus pushes to the observer's Receive. https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RemoteWriteSpec
import type { WayIn } from "../contract";
import { NAMES } from "../names";

interface SecretKey {
  readonly name: string;
  readonly key: string;
}

export interface RemoteWriteSpec {
  readonly name: string;
  readonly url: string;
  readonly tlsConfig: {
    readonly ca: { readonly secret: SecretKey };
    readonly cert: { readonly secret: SecretKey };
    readonly keySecret: SecretKey;
    readonly serverName: string;
    readonly minVersion: "TLS13";
  };
}

const inSecret = (key: string): SecretKey => ({ name: NAMES.remoteWriteTls, key });

/** Prometheus reads the files again when they change, so neither a renewal nor a rotation restarts it. */
export const remoteWriteSpec = (receive: WayIn): RemoteWriteSpec => ({
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
