// Normalizes a recorded resource for goldens: no versions or checksums, and embedded YAML and JSON as objects.
import * as yaml from "yaml";
import * as certificates from "../../../tools/render/certificates";
import type { Recorded } from "../../../tools/render/recorded";
import { CHARTS, IMAGES } from "../../../kubernetes/images";

/** Image tags and chart versions with their placeholders, longest first, since a tag may contain a shorter one. */
const VERSIONS = [
  ...Object.entries(IMAGES).map(([name, { tag }]) => [tag, name] as const),
  ...Object.entries(CHARTS).map(([name, { version }]) => [version, name] as const),
].sort(([a], [b]) => b.length - a.length);
const PEMS = Object.entries(certificates).flatMap(([name, pem]) =>
  typeof pem === "string" ? [[pem, `<${name}>`] as const, [pem.trim(), `<${name}>`] as const] : [],
);

/** Keys of checksums, which have a test of their own. */
const CHECKSUM = /^(checksum(\/.*)?|.*-checksum)$/;

/** The resource without usual values: not protected, no dependencies. */
export function goldenOf(resource: Recorded): Readonly<Record<string, unknown>> {
  const { parent, provider, aliases, ignoreChanges, customTimeouts } = resource;
  const { protect, retainOnDelete, inputs, dependsOn, outputs } = resource;
  return {
    ...{ parent, provider, aliases, ignoreChanges, customTimeouts },
    ...(Object.keys(inputs).length > 0 && { inputs: normalised(inputs) }),
    ...(protect && { protect }),
    ...(retainOnDelete && { retainOnDelete }),
    ...(dependsOn.length > 0 && { dependsOn: dependsOn.map(shortType) }),
    ...(Object.keys(outputs).length > 0 && { outputs: normalised(outputs) }),
  };
}

/** `kubernetes:apps/v1:Deployment::query` → `Deployment query`. */
const shortType = (urn: string): string => {
  const [type = "", name = ""] = urn.split("::");
  return `${type.split(":").pop() ?? ""} ${name}`;
};

export function normalised(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => normalised(item));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, normalised(inner, name)]),
    );
  }
  if (typeof value !== "string") {
    return value;
  }
  const held = heldBy(value, key);
  return held === undefined ? word(value, key) : normalised(held);
}

/** Parsed JSON or YAML text, so that a change in it is a change of one line. */
function heldBy(text: string, key: string): unknown {
  if (/^(\{\s*["}]|\[\s*["{\]])/.test(text)) {
    return JSON.parse(text);
  }
  return /\.ya?ml$/.test(key) && text !== "[secret]"
    ? yaml.parse(text, { version: "1.1" })
    : undefined;
}

function word(text: string, key: string): string {
  if (CHECKSUM.test(key)) {
    return "<checksum>";
  }
  if (key === "expr") {
    return spaced(text);
  }
  const certified = PEMS.reduce((now, [pem, name]) => now.replaceAll(pem, name), text);
  return VERSIONS.reduce(
    (now, [version, name]) =>
      now === version ? `<${name}>` : now.replaceAll(`:${version}`, `:<${name}>`),
    certified,
  );
}

/** PromQL with spaces at which a line may be folded. */
const spaced = (expression: string): string =>
  expression
    .replaceAll(/,(?=[a-z_]+[=!])/g, ", ")
    .replaceAll(/(?<=[a-z_])\{(?=[a-z_]+[=!])/g, " {");
