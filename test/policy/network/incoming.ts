// Callers of a stack's pods: scrapers, and clients from outside.
import { z } from "zod";
import { field, ofKind, selects } from "../objects";
import { PROXY, SOLVER } from "./guests";
import { metadataName } from "./pod";
import { TCP, anyone, callers, into, is, named, within, type Need, type Stack } from "./need";
import { routes } from "./routes";
import { behindService } from "./services";
import { OUTSIDE, type Around } from "./surroundings";

/** What a monitor names is asked by the stack's own Prometheus, or by the one that is there. */
const ofMonitors = (stack: Stack): Need[] =>
  ofKind(stack.resources, "ServiceMonitor").flatMap(({ name, inputs }) => {
    const labels = Object(field(inputs, "spec", "selector", "matchLabels")) as object;
    const wanted = z.record(z.string(), z.string()).parse(labels);
    const ports = z
      .array(z.looseObject({ port: z.string() }))
      .parse(field(inputs, "spec", "endpoints"));
    const services = ofKind(stack.resources, "Service").filter((one) =>
      selects(
        wanted,
        z.record(z.string(), z.string()).parse(field(one.inputs, "metadata", "labels")),
      ),
    );
    return services.flatMap((service) =>
      ports.flatMap(({ port }) =>
        behindService(stack, metadataName(service), port).map((behind) =>
          into(scraperOf(stack.around), behind.host.name, behind.port, `the monitor ${name}`),
        ),
      ),
    );
  });

const scraperOf = ({ scraper }: Around): Need["from"] =>
  scraper === undefined ? named("Prometheus") : is(OUTSIDE[scraper]);

/** Services that are open to the world, routes that a controller follows, and those whom configuration lets in. */
const fromOutside = (stack: Stack): Need[] => [
  ...ofKind(stack.resources, "Service")
    .filter(({ inputs }) => /LoadBalancer|NodePort/.test(String(field(inputs, "spec", "type"))))
    .flatMap((one) =>
      behindService(stack, metadataName(one)).map(({ host, port }) =>
        into(anyone, host.name, port, `the Service ${one.name}`),
      ),
    ),
  ...routes(stack.resources).flatMap(({ controller, service, port, why }) =>
    behindService(stack, service, port).flatMap((behind) => {
      const caller = stack.around.controllers[controller];
      return [
        ...(caller === undefined
          ? []
          : [into(is(OUTSIDE[caller]), behind.host.name, behind.port, why)]),
        ...(controller === "Gateway"
          ? callers(stack)
              .filter(({ name }) => name === PROXY)
              .map(({ name }) => within(name, behind.host.name, behind.port, why))
          : []),
      ];
    }),
  ),
  ...stack.around.clients.map(({ from, to, port }) =>
    into(is(OUTSIDE[from]), to, port, "configuration"),
  ),
  ...callers(stack)
    .filter(({ name }) => name === SOLVER)
    .map(({ name, ports }) => into(anyone, name, ports["http"] ?? -1, "an ACME server asks")),
  ...ofGateways(stack),
];

/**
 * Its proxies listen on its port, or on the port to which some move a low one, and their control plane configures them.
 */
const ofGateways = ({ resources, around }: Stack): Need[] =>
  ofKind(resources, "Gateway").flatMap(({ inputs }) => {
    const listener = Number(field(inputs, "spec", "listeners", 0, "port"));
    const controller = around.controllers["Gateway"];
    return [
      ...[0, 8000, 10_000].map((by) =>
        into(anyone, PROXY, listener + by, "the Gateway's listener"),
      ),
      {
        ...({
          ways: ["Egress"],
          from: named(PROXY),
          protocols: TCP,
          why: "the control plane",
        } as const),
        to: controller === undefined ? () => false : is(OUTSIDE[controller]),
      },
    ];
  });

export const incoming = (stack: Stack): Need[] =>
  [ofMonitors, fromOutside].flatMap((find) => find(stack));
