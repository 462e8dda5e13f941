// Stand-in for Pulumi's kubernetes provider: any kind that the API server has, by server-side apply.
import { serveProvider } from "../protocol/service";
import { KubernetesProvider } from "./provider";

serveProvider(new KubernetesProvider());
