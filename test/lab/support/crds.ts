// The CRDs of a release, as files of its Go module, and a strict check of objects against them.
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import { parse } from "yaml";
import { z } from "zod";
import { run } from "../../../lab/run";

/** Where the CRDs of a release are. */
export interface Release {
  /** Go module. */
  readonly module: string;
  readonly version: string;
  /** Folder of the CRDs' files in the module. */
  readonly folder: string;
}

export const prometheusOperator = (version: string): Release => ({
  module: "github.com/prometheus-operator/prometheus-operator",
  version,
  folder: "example/prometheus-operator-crd",
});

export const certManager = (version: string): Release => ({
  module: "github.com/cert-manager/cert-manager",
  version,
  folder: "deploy/crds",
});

export const traefik = (version: string): Release => ({
  module: "github.com/traefik/traefik/v3",
  version,
  folder: "docs/content/reference/dynamic-configuration",
});

export const gatewayApi = (version: string): Release => ({
  module: "sigs.k8s.io/gateway-api",
  version,
  folder: "config/crd/standard",
});

export const envoyGateway = (version: string): Release => ({
  module: "github.com/envoyproxy/gateway",
  version,
  folder: "charts/gateway-helm/charts/crds/crds/generated",
});

const downloaded = z.object({ Dir: z.string() });
const crd = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    group: z.string(),
    names: z.looseObject({ kind: z.string() }),
    versions: z.array(
      z.looseObject({
        name: z.string(),
        schema: z.looseObject({ openAPIV3Schema: z.unknown() }),
      }),
    ),
  }),
});

/** The patterns are Go's, with the flag for case-insensitivity inside. */
const goPattern = Object.assign(
  (pattern: string, flags: string) =>
    new RegExp(pattern.replaceAll("(?i)", ""), pattern.includes("(?i)") ? `${flags}i` : flags),
  // Only for generated code.
  { code: "" },
);

/** The CRDs of these kinds, as they are. */
export async function crdObjects(
  { module, version, folder }: Release,
  kinds: readonly string[],
): Promise<z.infer<typeof crd>[]> {
  const { Dir } = downloaded.parse(
    JSON.parse(await run(["go", "mod", "download", "-json", `${module}@${version}`], { cwd: "/" })),
  );
  const files = path.join(Dir, folder);
  return fs
    .readdirSync(files)
    .filter((name) => /^[^_]+_[^_]+\.yaml$/.test(name))
    .map((file) => crd.parse(parse(fs.readFileSync(path.join(files, file), "utf8"))))
    .filter(({ spec }) => kinds.includes(spec.names.kind));
}

/** A check for each of the kinds, by `monitoring.coreos.com/v1/Prometheus` and so on. */
export async function crdsOf(
  release: Release,
  kinds: readonly string[],
): Promise<ReadonlyMap<string, ValidateFunction>> {
  const ajv = new Ajv({
    strict: false,
    validateFormats: false,
    allErrors: true,
    code: { regExp: goPattern },
  });
  const checks = new Map<string, ValidateFunction>();
  for (const { spec } of await crdObjects(release, kinds)) {
    for (const { name, schema } of spec.versions) {
      const strict: unknown = closed(withMetadata(schema.openAPIV3Schema));
      const check = z.record(z.string(), z.unknown()).parse(strict);
      checks.set(`${spec.group}/${name}/${spec.names.kind}`, ajv.compile(check));
    }
  }
  return checks;
}

/** The API server knows every object's metadata; a CRD only says that it is one. */
const withMetadata = (schema: unknown): unknown => {
  const { properties, ...rest } = Object(schema) as { properties?: object };
  return { ...rest, properties: { ...properties, metadata: { type: "object" } } };
};

/** An object with declared fields allows no others: a field that the API server would drop is an error. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) {
    return node.map(closed);
  }
  if (typeof node !== "object" || node === null) {
    return node;
  }
  const inner = Object.fromEntries(Object.entries(node).map(([key, v]) => [key, closed(v)]));
  const open =
    Reflect.get(node, "x-kubernetes-preserve-unknown-fields") === true ||
    "additionalProperties" in node;
  const named = typeof Reflect.get(node, "properties") === "object" && "type" in node;
  return named && !open ? { ...inner, additionalProperties: false } : inner;
}
