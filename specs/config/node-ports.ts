// Ports of the nodes: each is one part's alone.
import { joinPath, shown, type Fault } from "./faults";

/** Every `nodePort` of a configuration with its path. */
const nodePorts = (value: unknown, path: string): [string, unknown][] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        key === "nodePort"
          ? [[joinPath(path, [key]), inner] satisfies [string, unknown]]
          : nodePorts(inner, path === "" ? key : joinPath(path, [key])),
      )
    : [];

/** A server would refuse the second Service of a port, and only half-way through an `up`. */
export function nodePortFaults(config: object): Fault[] {
  const ports = nodePorts(config, "").filter(([, port]) => port !== undefined);
  return ports.flatMap(([path, port], i) => {
    const first = ports.slice(0, i).find(([, other]) => other === port);
    return first === undefined
      ? []
      : [
          {
            path,
            value: shown(port),
            rule: `it repeats ${first[0]}`,
            fix: "give each part a port of its own",
          },
        ];
  });
}
