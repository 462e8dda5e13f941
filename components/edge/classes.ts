// Classes that configuration names, and whose each has to be: the name alone says nothing of who does the asking.
import type { ExposureConfig } from "./config";
import { formatValue, type ConfigError } from "../../config/errors";
import type { PublishConfig } from "../query-frontend/ingress-config";

/** A class as configuration has it. */
export interface WantedClass {
  readonly kind: "IngressClass" | "GatewayClass";
  readonly name: string;
  /** Whose it has to be: `spec.controller`, or `spec.controllerName`. */
  readonly controller: string;
  /** Keys of configuration that say both. */
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

/** The class of a Gateway that is made, or of one that is there. */
export const gatewayClass = (path: string, name: string, controller: string): WantedClass => ({
  kind: "GatewayClass",
  ...{ name, controller, path },
  controllerPath: "exposure.controllerName",
});

/** All of a stack; Grafana's is not among them, since Grafana asks by itself who somebody is. */
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

/** What is wrong with a class whose controller, as the cluster has it, is `found`. */
export const classFault = (
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
