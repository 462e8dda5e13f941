// Object store configuration: which of the kinds it is, and what each kind needs in secrets.
import { z } from "zod";
import { awsEndpoint, type ObjectStoreLocation } from "../objstore";
import { s3Store } from "./buckets";
import { thanosStore } from "./thanos-store";

export const objectStore = z.discriminatedUnion("kind", [s3Store, thanosStore], {
  error: 'must be "s3" or "thanos"',
});

export type ObjectStoreConfig = z.infer<typeof objectStore>;

/** Where the blocks are, as configuration tells it; `bucket` says which one it is of another type than S3. */
export function locationOf(store: ObjectStoreConfig, bucket = ""): ObjectStoreLocation {
  const prefix = store.prefix === undefined ? {} : { prefix: store.prefix };
  switch (store.kind) {
    case "s3":
      return {
        type: "S3",
        bucket: store.bucket,
        ...prefix,
        region: store.region,
        endpoint: store.endpoint ?? awsEndpoint(store.region),
      };
    case "thanos":
      return { type: store.type, bucket, ...prefix };
  }
}
