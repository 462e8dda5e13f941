// Builds flags and pod of bucket web, a web page and API that show the blocks of one bucket.
import { commonFlags, definedPart, httpAddress, type Part } from "../../kubernetes/workload";
import { objstoreFlag, objstoreVolume } from "../object-store/flag";
import type { StoredPartArgs } from "../object-store/secret";
import { BUCKET_WEB } from "./part";

/** Flags: https://thanos.io/tip/components/tools.md/#bucket-web. */
const bucketWebFlags: readonly string[] = [
  "tools",
  "bucket",
  "web",
  ...commonFlags,
  httpAddress,
  objstoreFlag,
  // Thanos requires a refresh interval of at least twice the timeout.
  "--refresh=10m",
  "--timeout=5m",
  "--label=cluster",
  // Otherwise its buttons can mark blocks for deletion.
  "--disable-admin-operations",
];

/** Bucket web, without gRPC. Its pods restart when the object store configuration changes. */
export const bucketWebPart = (args: StoredPartArgs): Part => ({
  ...definedPart(BUCKET_WEB, args),
  args: bucketWebFlags,
  grpc: false,
  podAnnotations: { "checksum/objstore": args.objstore.checksum },
  volumes: [objstoreVolume(args.objstore.secretName)],
});
