// Images that only some test suites need: built on demand, and imported into the clusters that run them.
import { buildImages, images, type ImageFile, type ImageName } from "../build/images";
import { buildPrograms, programs, type Program } from "../build/programs";
import type { Cluster } from "../cluster/machines";
import { importImages } from "../cluster/start";

/** Builds the programs and images; takes minutes if they are not in the cache. */
export async function buildFor(...names: readonly ImageName[]): Promise<ImageFile[]> {
  const wanted = names.map((name) => images[name]);
  const needed = wanted.flatMap((image) => ("program" in image ? [image.program] : []));
  await buildPrograms([...new Set(needed)].map((name): Program => programs[name]));
  return buildImages(wanted);
}

/** Builds these images and imports them into a cluster. */
export const provide = async (cluster: Cluster, ...names: readonly ImageName[]): Promise<void> =>
  importImages(cluster, await buildFor(...names));
