// `npm run digests`: asks the registries for the digest of every image and prints them as configuration.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#checking-if-content-exists-in-the-registry
import { parseArgs } from "node:util";
import { IMAGE_NAMES, IMAGES, type Image } from "../../kubernetes/images";
import { toYaml } from "../../kubernetes/yaml";

/** Image indexes come first: with the digest of an index, each node pulls the image of its own platform. */
const ACCEPT = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

const PATIENCE_MS = 20_000;

/** Docker Hub's registry has another host name than its images. */
const hostOf = (registry: string): string =>
  registry === "docker.io" ? "registry-1.docker.io" : registry;

/** A registry on this machine uses plain HTTP. */
const schemeOf = (host: string): string =>
  /^(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$/.test(host) ? "http" : "https";

/** URL of an image's manifest; `registry` may contain a path, as a mirror's does. */
function manifestUrl({ registry, repository, tag }: Image): URL {
  const [host = "", ...path] = registry.split("/");
  const name = [...path, repository].join("/");
  return new URL(`${schemeOf(host)}://${hostOf(host)}/v2/${name}/manifests/${tag}`);
}

const head = (url: URL, token?: string): Promise<Response> =>
  fetch(url, {
    method: "HEAD",
    headers: {
      accept: ACCEPT,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });

/** Gets an anonymous token from the service that the registry's challenge names, as public images require. */
async function tokenFor(challenge: string): Promise<string> {
  const word = (key: string) => new RegExp(`${key}="([^"]*)"`).exec(challenge)?.[1];
  const realm = word("realm");
  if (realm === undefined) {
    throw new Error(`it wants ${challenge === "" ? "credentials" : challenge}`);
  }
  const url = new URL(realm);
  for (const key of ["service", "scope"]) {
    const value = word(key);
    if (value !== undefined) {
      url.searchParams.set(key, value);
    }
  }
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const body: unknown = await response.json();
  const token = ["token", "access_token"].map((key): unknown => Reflect.get(Object(body), key));
  const found = token.find((each) => typeof each === "string");
  if (!response.ok || found === undefined) {
    throw new Error(`${url.host} gave no token (${String(response.status)})`);
  }
  return found;
}

/** Digest of an image in its registry. Throws with the image's name and the reason. */
export async function digestOf(image: Image): Promise<string> {
  const url = manifestUrl(image);
  const name = `${image.registry}/${image.repository}:${image.tag}`;
  try {
    const first = await head(url);
    const challenge = first.headers.get("www-authenticate") ?? "";
    const response = first.status === 401 ? await head(url, await tokenFor(challenge)) : first;
    const digest = response.headers.get("docker-content-digest") ?? "";
    if (!response.ok || !/^sha256:[0-9a-f]{64}$/.test(digest)) {
      throw new Error(`${url.host} answered ${String(response.status)} and no digest`);
    }
    return digest;
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
    throw new Error(`no digest of ${name}: ${why}`, { cause: error });
  }
}

/** The `images` configuration with a digest for each image; `registry` is a mirror to ask instead. */
export async function imagesWithDigests(registry?: string): Promise<string> {
  const digests: Record<string, string> = {};
  for (const name of IMAGE_NAMES) {
    digests[name] = await digestOf({ ...IMAGES[name], ...(registry && { registry }) });
  }
  const images = { ...(registry && { registry }), digests };
  return toYaml({ "thanos-fleet:images": images });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { registry: { type: "string" } } });
  process.stdout.write(await imagesWithDigests(values.registry));
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
