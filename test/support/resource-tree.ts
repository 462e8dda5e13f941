// Formats the resource tree of a role, one `type name` per line, indented below its parent.
import type { Recorded } from "../../tools/render/recorded";

/** The tree as indented lines without providers, siblings sorted by name. */
export function tree(resources: readonly Recorded[]): string[] {
  const below = (parent: string | undefined, indent: string): string[] =>
    resources
      .filter((r) => r.parent === parent && !r.type.startsWith("pulumi:providers:"))
      .flatMap((r) => [
        `${indent}${shortType(r.type)} ${r.name}`,
        ...below(`${r.type}::${r.name}`, `${indent}  `),
      ]);
  return below(undefined, "");
}

/** `kubernetes:apps/v1:Deployment` → `Deployment`; components keep their folder. */
const shortType = (type: string): string =>
  type.startsWith("thanos:") ? type.slice("thanos:".length) : (type.split(":").pop() ?? "");

/** The lines of an indented text. */
export const lines = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.replace(/^ {2}/, ""));
