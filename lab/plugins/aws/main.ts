// Stand-in for Pulumi's aws provider: buckets, their keys and roles, at a configured endpoint.
import { serveProvider } from "../protocol/service";
import { AwsProvider } from "./provider";

serveProvider(new AwsProvider());
