// URNs of recorded resources, now and as the program tells that they were: by these the engine finds what exists.
import type { Alias, Recorded } from "../../tools/render/recorded";

/** The part of a URN that tells a resource: its type below those of its parents, and its name. */
interface Place {
  readonly types: string;
  readonly name: string;
}

const TOP: Place = { types: "", name: "" };
const written = ({ types, name }: Place): string => `${types}::${name}`;

/** The URN of each resource, and after it those that it had. */
export function urnsOf(resources: readonly Recorded[]): ReadonlyMap<Recorded, readonly string[]> {
  const named = new Map(resources.map((each) => [`${each.type}::${each.name}`, each]));
  const at = (parent: string | undefined): readonly Place[] => {
    const found = named.get(parent ?? "");
    return found === undefined ? [TOP] : places(found);
  };
  const places = (resource: Recorded): readonly Place[] => {
    const above = at(resource.parent);
    return [{}, ...(resource.aliases ?? [])].flatMap((alias: Alias) =>
      (alias.parent === undefined ? above : at(alias.parent)).map((parent) => ({
        types: [parent.types, alias.type ?? resource.type].filter((type) => type !== "").join("$"),
        name: below(parent, above[0] ?? TOP, alias.name ?? resource.name),
      })),
    );
  };
  return new Map(resources.map((each) => [each, places(each).map(written)]));
}

/** The engine's rule: a child whose name begins with its parent's had the parent's old name in its own. */
const below = (parent: Place, now: Place, name: string): string =>
  now.name !== "" && name.startsWith(now.name)
    ? `${parent.name}${name.slice(now.name.length)}`
    : name;
