// Configuration keys of the Query Frontend.
import { z } from "zod";
import { nodePort } from "../../config/network";
import { replicas } from "../../config/primitives";
import { responseCache } from "../memcached/caches-config";
import { publish } from "./ingress-config";

export const queryFrontend = z
  .strictObject({
    replicas: replicas.default(2).describe("Replicas."),
    nodePort,
    publish,
    responseCache: responseCache.describe("Cache of responses; `off` computes every query."),
  })
  .prefault({});

export type QueryFrontendConfig = z.infer<typeof queryFrontend>;
