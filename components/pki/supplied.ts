// Expiry of CA certificates that are supplied in the configuration.
import * as pulumi from "@pulumi/pulumi";
import type { ObserverSettings } from "../../config/observer";
import { givenEnds, type Kind } from "./expiry";

interface Given {
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  readonly kinds: Readonly<Record<string, Kind>>;
}

/** Their end dates, in the same form as for certificates issued here; `path` is the configuration path. */
export function givenExpiring(path: string, pem: string | undefined): Given {
  const ends = Object.entries(givenEnds(path, pem));
  return {
    ends: Object.fromEntries(ends.map(([name, end]) => [name, pulumi.output(end)])),
    kinds: Object.fromEntries(ends.map(([name]) => [name, { is: "given" }])),
  };
}

/** CAs whose client certificates the published Query and Query Frontend accept from outside the cluster. */
export function publishedCas({
  query,
  queryFrontend,
}: Pick<ObserverSettings, "query" | "queryFrontend">): Given {
  const all = Object.entries({ query, queryFrontend }).map(([key, { publish }]) =>
    givenExpiring(
      `${key}.publish.auth.caPem`,
      publish?.auth.kind === "mutualTls" ? publish.auth.caPem : undefined,
    ),
  );
  return {
    ends: Object.assign({}, ...all.map(({ ends }) => ends)) as Given["ends"],
    kinds: Object.assign({}, ...all.map(({ kinds }) => kinds)) as Given["kinds"],
  };
}
