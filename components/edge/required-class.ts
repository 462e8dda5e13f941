// An IngressClass or GatewayClass in the configuration, with the controller that it must belong to.

export interface RequiredClass {
  readonly kind: "IngressClass" | "GatewayClass";
  readonly name: string;
  /** Required controller: `spec.controller`, or `spec.controllerName`. */
  readonly controller: string;
  /** Configuration paths of the class and of its controller. */
  readonly path: string;
  readonly controllerPath: string;
}

/** The class of the Ingress that the configuration has at `path`. */
export const ingressClass = (
  path: string,
  config: { readonly ingressClassName: string; readonly ingressController: string },
): RequiredClass => ({
  kind: "IngressClass",
  name: config.ingressClassName,
  controller: config.ingressController,
  path: `${path}.ingressClassName`,
  controllerPath: `${path}.ingressController`,
});

/** The class of a created Gateway, or of an existing one. */
export const gatewayClass = (path: string, name: string, controller: string): RequiredClass => ({
  kind: "GatewayClass",
  ...{ name, controller, path },
  controllerPath: "exposure.controllerName",
});
