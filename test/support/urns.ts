// Current and aliased URNs of recorded resources, by which the engine finds existing ones.
import type { Alias, Recorded } from "../../tools/render/recorded";

/** Part of a URN that identifies a resource: the types of its parents and its own, and its name. */
interface Place {
  readonly types: string;
  readonly name: string;
}

const TOP: Place = { types: "", name: "" };
const written = ({ types, name }: Place): string => `${types}::${name}`;

/** URNs of each resource: the current one, and then its aliases. */
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

/** The engine's rule: if a child's name begins with its parent's name, its alias begins with the parent's old name. */
const below = (parent: Place, now: Place, name: string): string =>
  now.name !== "" && name.startsWith(now.name)
    ? `${parent.name}${name.slice(now.name.length)}`
    : name;
