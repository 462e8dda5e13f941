// The IngressClass' controller, which must honour nginx' authentication annotations: its configuration key and location.
import { z } from "zod";
import { issue } from "../../../config/errors";
import { anyPortOf, inNamespace, type PeerRule } from "../../network-policies/peers";

/** Controller name of ingress-nginx, and of Traefik's ingress-nginx provider. */
const INGRESS_NGINX = "k8s.io/ingress-nginx";

/** Name of a controller: a domain and a path. `kind` is the field of the class, `command` the resource for kubectl. */
export const controllerName = (kind: string, command: string) =>
  z
    .string()
    .refine(
      (name) => /^[a-z0-9.-]+\.[a-z0-9-]+\/[A-Za-z0-9/._~%!$&'()*+,;=:-]+$/.test(name),
      issue("must be a domain and a path", `copy ${kind} of the class: kubectl get ${command}`),
    );

export const ingressController = controllerName("spec.controller", "ingressclass")
  .default(INGRESS_NGINX)
  .describe(
    "`spec.controller` of that class, which `up` checks: a controller that does not support nginx' annotations would authenticate nobody. Only ingress-nginx and Traefik's provider for it are tested.",
  );

/** Usual locations of the controllers of IngressClasses, whose names usually contain the controller's. */
export const ingressControllers = (classes: readonly string[]): PeerRule[] => {
  const namespaces = classes.map((name) =>
    name.includes("traefik") ? "traefik" : "ingress-nginx",
  );
  return [...new Set(namespaces)].map((namespace) => anyPortOf(inNamespace(namespace)));
};
