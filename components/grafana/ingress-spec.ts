// Builds Grafana's Ingress.
import type * as k8s from "@pulumi/kubernetes";
import { PORTS } from "../../kubernetes/ports";
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import { metadata } from "../../kubernetes/workload";
import { nginx } from "../edge/ingress/nginx-annotations";
import type { GrafanaConfig } from "./config";
import { GRAFANA } from "./part";
import { grafanaOwner } from "./spec";

/** Grafana's Ingress, for HTTPS only: plain HTTP is redirected. */
export const grafanaIngress = (
  namespace: string,
  { hostname, ingressClassName, secretName, annotations }: NonNullable<GrafanaConfig["ingress"]>,
): k8s.networking.v1.IngressArgs => ({
  metadata: {
    ...metadata(grafanaOwner(namespace)),
    annotations: {
      [nginx("proxy-read-timeout")]: String(TIMEOUTS.edge),
      [nginx("proxy-send-timeout")]: String(TIMEOUTS.edge),
      ...annotations,
      [nginx("ssl-redirect")]: "true",
      [nginx("force-ssl-redirect")]: "true",
    },
  },
  spec: {
    ingressClassName,
    tls: [{ hosts: [hostname], secretName }],
    rules: [
      {
        host: hostname,
        http: {
          paths: [
            {
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: GRAFANA.name, port: { number: PORTS.grafana } } },
            },
          ],
        },
      },
    ],
  },
});
