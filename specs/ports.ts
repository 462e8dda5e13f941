// The ports that the parts listen on: their own defaults.

/** Numbers as in https://thanos.io/tip/components/ and the operator's container ports. */
export const PORTS = {
  http: 10902,
  grpc: 10901,
  prometheus: 9090,
  alertmanager: 9093,
  remoteWrite: 19291,
  memcached: 11211,
  memcachedExporter: 9150,
  s3: 9000,
  s3Reader: 9001,
} as const;
