// The rule of timeouts: each layer gives up later than the one that it waits for, and so only that one is left out.
import { parse } from "yaml";
import type { Recorded } from "../../tools/render/recorded";
import { field, ofKind, workloads } from "./objects";
import type { Rule } from "./structure";
import { GRAFANA } from "../../components/grafana/part";
import { QUERY_FRONTEND } from "../../components/query-frontend/part";
import { LEAF_QUERY, QUERY } from "../../components/query/part";
import { TLS_QUERIER_JOBS } from "../../components/tls-querier/part";

/** Seconds at least from one layer to the next. */
const MARGIN = 5;

/** A flag of a part in seconds, the longest of several workloads; absent where the stack has no such part. */
function flagOf(resources: readonly Recorded[], part: string, flag: string): number | undefined {
  const found = workloads(resources)
    .filter(({ metadata }) => new RegExp(`^${part}$`).test(metadata.name))
    .flatMap(({ spec }) => spec.template.spec.containers[0]?.args ?? [])
    .filter((arg) => arg.startsWith(`${flag}=`))
    .map((arg) => parseInt(arg.slice(flag.length + 1), 10));
  return found.length === 0 ? undefined : Math.max(...found);
}

function frontendOf(resources: readonly Recorded[]): number | undefined {
  const [map] = ofKind(resources, "ConfigMap").filter(
    ({ inputs }) => field(inputs, "metadata", "name") === QUERY_FRONTEND.name,
  );
  const text = field(map?.inputs, "data", "transport.yaml");
  const transport: unknown = typeof text === "string" ? parse(text) : undefined;
  return transport === undefined
    ? undefined
    : parseInt(String(field(transport, "response_header_timeout")), 10);
}

/** How long Grafana waits for its default data source. */
function grafanaOf(resources: readonly Recorded[]): number | undefined {
  const [map] = ofKind(resources, "ConfigMap").filter(
    ({ inputs }) => field(inputs, "metadata", "name") === GRAFANA.name,
  );
  const text = field(map?.inputs, "data", "datasources.yaml");
  const files: unknown = typeof text === "string" ? parse(text) : undefined;
  return files === undefined
    ? undefined
    : Number(field(files, "datasources", 0, "jsonData", "timeout"));
}

/** The shorter of an Ingress' two. */
function edgeOf(resources: readonly Recorded[]): number | undefined {
  const [annotations] = ofKind(resources, "Ingress").map(({ inputs }) =>
    field(inputs, "metadata", "annotations"),
  );
  const ways = ["read", "send"].map((way) =>
    Number(field(annotations, `nginx.ingress.kubernetes.io/proxy-${way}-timeout`)),
  );
  return annotations === undefined ? undefined : Math.min(...ways);
}

/** The layers that a stack has, innermost first. */
export function timeoutLayers(resources: readonly Recorded[]): [string, number][] {
  const store = "--store.response-timeout";
  const layers: [string, number | undefined][] = [
    ["the leaf Query", flagOf(resources, LEAF_QUERY.name, store)],
    ["the TLS querier", flagOf(resources, TLS_QUERIER_JOBS, store)],
    ["Query", flagOf(resources, QUERY.name, store)],
    ["a whole query", flagOf(resources, QUERY.name, "--query.timeout")],
    ["the Query Frontend", frontendOf(resources)],
    ["Grafana", grafanaOf(resources)],
    ["the edge", edgeOf(resources)],
  ];
  return layers.flatMap(([name, seconds]) => (seconds === undefined ? [] : [[name, seconds]]));
}

export const timeoutsFall: Rule = (resources) => {
  const layers = timeoutLayers(resources);
  return layers.slice(1).flatMap(([outer, seconds], i) => {
    const [inner, within] = layers[i] ?? ["", 0];
    return seconds >= within + MARGIN
      ? []
      : [`${outer} waits ${String(seconds)} s for ${inner}, which may take ${String(within)} s`];
  });
};
