// What leads from a controller to the stack's pods.
import { z } from "zod";
import type { Recorded } from "../../../tools/render/recorded";
import { field, ofKind } from "../objects";

export interface Route {
  /** What brings the calls: a kind, or with its class. */
  readonly controller: string;
  readonly service: string;
  readonly port: number;
  readonly why: string;
}

const backend = z.looseObject({ name: z.string(), port: z.number() });

export const routes = (resources: readonly Recorded[]): Route[] => [
  ...ofKind(resources, "Ingress").map(({ name, inputs }) => {
    const path = field(inputs, "spec", "rules", 0, "http", "paths", 0, "backend", "service");
    return {
      controller: `Ingress ${String(field(inputs, "spec", "ingressClassName"))}`,
      service: String(field(path, "name")),
      port: Number(field(path, "port", "number")),
      why: `the Ingress ${name}`,
    };
  }),
  ...ofKind(resources, "IngressRoute", "GRPCRoute").flatMap(({ name, inputs }) => {
    const isTraefiks = inputs["kind"] === "IngressRoute";
    const found = isTraefiks
      ? field(inputs, "spec", "routes", 0, "services")
      : field(inputs, "spec", "rules", 0, "backendRefs");
    return z
      .array(backend)
      .parse(found)
      .map((one) => ({
        controller: isTraefiks ? "IngressRoute" : "Gateway",
        service: one.name,
        port: one.port,
        why: `the route ${name}`,
      }));
  }),
];
