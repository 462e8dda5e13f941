// Stand-in for Pulumi's kubernetes provider: any kind the API server knows, by server-side apply.
import { serveProvider } from "../protocol/service";
import { KubernetesProvider } from "./provider";

serveProvider(new KubernetesProvider());
