// MinIO's image, where a test asks for it.
import { buildImages, images, type ImageFile } from "../build/images";
import { buildPrograms, programs } from "../build/programs";
import type { Cluster } from "../cluster/machines";
import { importImages } from "../cluster/start";
import { state } from "../paths";

/** Its image, built where the cache does not hold it, which takes minutes. */
export async function buildMinio(): Promise<ImageFile[]> {
  await buildPrograms(state("build.log"), [programs.minio]);
  return buildImages([images.minio]);
}

/** Gives it to a cluster. */
export const provideMinio = async (cluster: Cluster): Promise<void> =>
  importImages(cluster, await buildMinio());
