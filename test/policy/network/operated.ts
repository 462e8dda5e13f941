// Calls of the operator's pods, which follow from their custom resource.
import { z } from "zod";
import { field, ofKind } from "../objects";
import { BOTH, anyone, callers, named, within, type Need, type Stack } from "./need";
import { behindService } from "./services";

/** Prometheus calls whatever is to be scraped, replicas of Alertmanager each other. */
export const operated = (stack: Stack): Need[] => [
  ...callers(stack)
    .filter(({ name }) => name === "Prometheus")
    .map(({ name }): Need => ({
      ...{ ways: ["Egress"], from: named(name), to: anyone, protocols: BOTH },
      why: "Prometheus scrapes anything",
    })),
  ...callers(stack)
    .filter(({ name }) => name === "Alertmanager")
    .map(({ name, ports }): Need => ({
      ...within(name, name, ports["mesh"] ?? -1, "replicas of Alertmanager agree"),
      protocols: BOTH,
    })),
  ...ofKind(stack.resources, "Prometheus").flatMap(({ inputs }) =>
    z
      .array(z.looseObject({ name: z.string(), port: z.string() }))
      .default([])
      .parse(field(inputs, "spec", "alerting", "alertmanagers"))
      .flatMap(({ name, port }) => behindService(stack, name, port))
      .map(({ host, port }) => within("Prometheus", host.name, port, "Prometheus sends alerts")),
  ),
];
