// An IngressClass or GatewayClass in the configuration, with the controller that it must belong to.

/** A class and its required controller. */
export interface RequiredClass {
  readonly kind: "IngressClass" | "GatewayClass";
  readonly name: string;
  /** Required controller: `spec.controller`, or `spec.controllerName`. */
  readonly controller: string;
  /** Configuration path of the class. */
  readonly path: string;
  /** Configuration path of its controller. */
  readonly controllerPath: string;
}

/** The class of the Ingress whose keys are at the configuration path `path`. */
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

/** The class of a Gateway; `path` is the configuration path that errors name for it. */
export const gatewayClass = (path: string, name: string, controller: string): RequiredClass => ({
  kind: "GatewayClass",
  ...{ name, controller, path },
  controllerPath: "exposure.controllerName",
});
