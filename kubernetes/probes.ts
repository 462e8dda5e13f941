// Health checks: Thanos' own HTTP endpoints (https://thanos.io/tip/components/query.md/#probes).
import type * as k8s from "@pulumi/kubernetes";

type Probe = k8s.types.input.core.v1.Probe;

/** It says how long a pod may take to start. */
export interface StartupProbe extends Probe {
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

/** Restarts a part that does not answer for two minutes. */
export const livenessProbe: Probe = {
  httpGet: { path: "/-/healthy", port: "http" },
  periodSeconds: 30,
  timeoutSeconds: 1,
  failureThreshold: 4,
};

/** Takes a part out of its Service until it is ready; up to 100 s without any sign is patience, not failure. */
export const readinessProbe: Probe = {
  httpGet: { path: "/-/ready", port: "http" },
  periodSeconds: 5,
  timeoutSeconds: 1,
  failureThreshold: 20,
};

/**
 * Asks every second until a part has come up, for two minutes; the kubelet asks for its readiness at once afterwards.
 * By readiness alone each pod of a roll would wait up to five seconds for the next probe.
 */
export const startupProbe: StartupProbe = {
  httpGet: { path: "/-/healthy", port: "http" },
  periodSeconds: 1,
  timeoutSeconds: 1,
  failureThreshold: 120,
};

/** Gives a Store Gateway 30 minutes for the first sync of a large bucket before liveness counts. */
export const storeStartupProbe: StartupProbe = {
  httpGet: { path: "/-/ready", port: "http" },
  periodSeconds: 1,
  timeoutSeconds: 1,
  failureThreshold: 1800,
};

/** For what has no health endpoint: it is well while it takes connections. */
export const tcpProbes = (port: string): { livenessProbe: Probe; readinessProbe: Probe } => ({
  livenessProbe: { tcpSocket: { port }, periodSeconds: 30, timeoutSeconds: 1, failureThreshold: 4 },
  readinessProbe: { tcpSocket: { port }, periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 3 },
});
