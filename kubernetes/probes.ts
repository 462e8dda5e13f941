// Probes of Thanos' HTTP endpoints (https://thanos.io/tip/components/store.md/#probes).
import type * as k8s from "@pulumi/kubernetes";

type Probe = k8s.types.input.core.v1.Probe;

/** A startup probe; a pod may take `periodSeconds` × `failureThreshold` to start. */
export interface StartupProbe extends Probe {
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

/** Restarts a part that has not responded for two minutes. */
export const livenessProbe: Probe = {
  httpGet: { path: "/-/healthy", port: "http" },
  periodSeconds: 30,
  timeoutSeconds: 1,
  failureThreshold: 4,
};

/** Removes a part from its Service after 100 s without a successful probe. */
export const readinessProbe: Probe = {
  httpGet: { path: "/-/ready", port: "http" },
  periodSeconds: 5,
  timeoutSeconds: 1,
  failureThreshold: 20,
};

/**
 * Probes every second for up to two minutes; the kubelet then runs the readiness probe immediately. With the readiness
 * probe alone, each pod of a rollout would wait up to five seconds for the next probe.
 */
export const startupProbe: StartupProbe = {
  httpGet: { path: "/-/healthy", port: "http" },
  periodSeconds: 1,
  timeoutSeconds: 1,
  failureThreshold: 120,
};

/** Gives a Store Gateway 30 minutes for the first sync of a large bucket, before the liveness probe starts. */
export const storeStartupProbe: StartupProbe = {
  httpGet: { path: "/-/ready", port: "http" },
  periodSeconds: 1,
  timeoutSeconds: 1,
  failureThreshold: 1800,
};

/** For containers without a health endpoint: healthy while they accept connections. */
export const tcpProbes = (port: string): { livenessProbe: Probe; readinessProbe: Probe } => ({
  livenessProbe: { tcpSocket: { port }, periodSeconds: 30, timeoutSeconds: 1, failureThreshold: 4 },
  readinessProbe: { tcpSocket: { port }, periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 3 },
});
