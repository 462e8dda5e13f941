// Builds flags and pod of bucket web, a web page and API that show the blocks of one bucket.
import { commonFlags, httpAddress, type Part } from "../../kubernetes/workload";
import { objstoreFlag, objstoreVolume } from "../object-store/flag";
import { BUCKET_WEB } from "./part";

/** Flags: https://thanos.io/tip/components/tools.md/#bucket-web. */
export const bucketWebFlags: readonly string[] = [
  "tools",
  "bucket",
  "web",
  ...commonFlags,
  httpAddress,
  objstoreFlag,
  // Thanos wants a refresh interval of at least twice the timeout.
  "--refresh=10m",
  "--timeout=5m",
  "--label=cluster",
  // Otherwise its buttons can mark blocks for deletion.
  "--disable-admin-operations",
];

export const bucketWebPart = (
  base: Pick<Part, "name" | "namespace" | "image" | "size" | "podAnnotations">,
  objstoreSecret: string,
): Part => ({
  ...base,
  component: BUCKET_WEB.component,
  args: bucketWebFlags,
  resources: BUCKET_WEB.resources,
  grpc: false,
  volumes: [objstoreVolume(objstoreSecret)],
});
