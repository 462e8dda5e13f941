// The fleet as a Mermaid flowchart. https://mermaid.js.org/syntax/flowchart.html
import { edgeWords, nextEnd, type Cluster, type Fleet } from "./fleet";

/** Between quotes: neither a quote nor Markdown of its own is in it. */
const quoted = (lines: readonly (string | undefined)[]): string =>
  `"${lines
    .filter((line) => line !== undefined)
    .join("<br/>")
    .replaceAll('"', "#quot;")}"`;

const lineOf = (cluster: Cluster, i: number): string => {
  const words = quoted([edgeWords(cluster)]);
  const [observer, own] = ["c0", `c${String(i)}`];
  switch (cluster.state) {
    case "connected":
      return `  ${observer} -->|${words}| ${own}`;
    case "pushes":
      return `  ${own} -->|${words}| ${observer}`;
    default:
      return `  ${observer} -.->|${words}| ${own}`;
  }
};

/** The same text for the same fleet. */
export const mermaid = ({ clusters }: Fleet): string =>
  [
    "flowchart LR",
    ...clusters.flatMap((cluster, i) => [
      `  c${String(i)}[${quoted([cluster.name, cluster.role, nextEnd(cluster)])}]`,
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
