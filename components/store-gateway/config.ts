// Configuration keys of the Store Gateways.
import { z } from "zod";
import { replicas } from "../../config/primitives";
import { storage } from "../../config/storage";
import { bucketCache, indexCache } from "../memcached/caches-config";
import { sharding } from "./sharding-config";

export const store = z
  .strictObject({
    replicas: replicas.default(2).describe("Replicas of each Store Gateway."),
    storage: storage("8Gi"),
    indexCache: indexCache.describe("Cache of the blocks' indexes."),
    bucketCache: bucketCache.describe("Cache of the blocks' chunks and of the bucket's contents."),
    sharding: sharding.describe(
      "How each bucket's blocks are divided between sets of Store Gateways; default: one set.",
    ),
  })
  .prefault({});
