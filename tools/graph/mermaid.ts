// Renders the fleet as a Mermaid flowchart. https://mermaid.js.org/syntax/flowchart.html
import { edgeLabel, nextExpiry, type Cluster, type Fleet } from "./fleet";

/** Quoted label: quotes in it are escaped, and Markdown is not interpreted. */
const quoted = (lines: readonly (string | undefined)[]): string =>
  `"${lines
    .filter((line) => line !== undefined)
    .join("<br/>")
    .replaceAll('"', "#quot;")}"`;

const lineOf = (cluster: Cluster, i: number): string => {
  const label = quoted([edgeLabel(cluster)]);
  const [observer, own] = ["c0", `c${String(i)}`];
  switch (cluster.state) {
    case "connected":
      return `  ${observer} -->|${label}| ${own}`;
    case "pushes":
      return `  ${own} -->|${label}| ${observer}`;
    default:
      return `  ${observer} -.->|${label}| ${own}`;
  }
};

/** Deterministic: the same fleet gives the same text. */
export const mermaid = ({ clusters }: Fleet): string =>
  [
    "flowchart LR",
    ...clusters.flatMap((cluster, i) => [
      `  c${String(i)}[${quoted([cluster.name, cluster.role, nextExpiry(cluster)])}]`,
      ...(i === 0 ? [] : [lineOf(cluster, i)]),
      ...(cluster.bucket === undefined
        ? []
        : [`  b${String(i)}[(${quoted([cluster.bucket])})]`, `  c${String(i)} --> b${String(i)}`]),
      ...(i === 0 || cluster.bucket === undefined || cluster.state === "revoked"
        ? []
        : [`  b${String(i)} -->|"blocks"| c0`]),
    ]),
    "",
  ].join("\n");
