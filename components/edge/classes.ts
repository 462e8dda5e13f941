// Checks the controllers of IngressClasses and GatewayClasses: another controller might ignore client authentication.
import type { ExposureConfig } from "./config";
import { formatValue, type ConfigError } from "../../config/errors";
import type { PublishConfig } from "../query-frontend/ingress-config";

/** A class in the configuration. */
export interface WantedClass {
  readonly kind: "IngressClass" | "GatewayClass";
  readonly name: string;
  /** Required controller: `spec.controller`, or `spec.controllerName`. */
  readonly controller: string;
  /** Configuration paths of the class and of its controller. */
  readonly path: string;
  readonly controllerPath: string;
}

interface Published {
  readonly publish?: PublishConfig | undefined;
}

interface Classed {
  readonly exposure?: ExposureConfig;
  readonly query?: Published;
  readonly queryFrontend?: Published;
}

const ingressClass = (
  at: string,
  config: { readonly ingressClassName: string; readonly ingressController: string },
): WantedClass => ({
  kind: "IngressClass",
  name: config.ingressClassName,
  controller: config.ingressController,
  path: `${at}.ingressClassName`,
  controllerPath: `${at}.ingressController`,
});

/** The class of a created Gateway, or of an existing one. */
export const gatewayClass = (path: string, name: string, controller: string): WantedClass => ({
  kind: "GatewayClass",
  ...{ name, controller, path },
  controllerPath: "exposure.controllerName",
});

/** All classes of a stack except that of Grafana's Ingress: Grafana authenticates users itself. */
export const classesOf = ({ exposure, query, queryFrontend }: Classed): WantedClass[] => [
  ...(exposure?.kind === "ingress" ? [ingressClass("exposure", exposure)] : []),
  ...(exposure?.kind === "gateway" && exposure.gatewayClassName !== undefined
    ? [
        gatewayClass(
          "exposure.gatewayClassName",
          exposure.gatewayClassName,
          exposure.controllerName,
        ),
      ]
    : []),
  ...Object.entries({ query, queryFrontend }).flatMap(([part, config]) =>
    config?.publish === undefined ? [] : [ingressClass(`${part}.publish`, config.publish)],
  ),
];

const ASKS = {
  IngressClass: "who might ask nobody for what the Ingress' annotations say",
  GatewayClass: "who might ask nobody for a certificate",
} as const;

/** Error if `found`, the controller of the class in the cluster, is not the required one. */
export const classError = (
  { kind, name, controller, path, controllerPath }: WantedClass,
  found: unknown,
): ConfigError | undefined =>
  found === controller
    ? undefined
    : {
        path,
        value: formatValue(name),
        rule: `the ${kind} ${formatValue(name)} is of ${formatValue(found)}, ${ASKS[kind]}, and not of ${controllerPath}, ${formatValue(controller)}`,
        fix: `name a class of that controller: kubectl get ${kind.toLowerCase()}`,
      };
