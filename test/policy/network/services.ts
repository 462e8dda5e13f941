// Where a Service leads.
import { z } from "zod";
import type { Recorded } from "../../../tools/render/recorded";
import { ofKind, selects } from "../objects";
import type { PodHost } from "./pod";
import { metadataName } from "./pod";

const spec = z.looseObject({
  selector: z.record(z.string(), z.string()),
  ports: z.array(
    z.looseObject({
      name: z.string(),
      port: z.number(),
      targetPort: z.union([z.string(), z.number()]),
    }),
  ),
});

/** A pod behind it, and a port of its own. */
export interface Behind {
  readonly host: PodHost;
  readonly port: number;
}

/** Pods behind one port, by its name or number, or behind all. */
export const behindService = (
  {
    resources,
    hosts,
  }: { readonly resources: readonly Recorded[]; readonly hosts: readonly PodHost[] },
  name: string,
  port?: string | number,
): Behind[] =>
  ofKind(resources, "Service")
    .filter((one) => metadataName(one) === name)
    .map(({ inputs }) => spec.parse(inputs["spec"]))
    .flatMap(({ selector, ports }) =>
      hosts
        .filter((host) => selects(selector, host.pod.labels))
        .flatMap((host) =>
          ports
            .filter((one) => port === undefined || one.name === port || one.port === port)
            .map(({ targetPort }) => ({
              host,
              port: typeof targetPort === "number" ? targetPort : (host.ports[targetPort] ?? -1),
            })),
        ),
    );
