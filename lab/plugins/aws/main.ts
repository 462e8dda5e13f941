// Stand-in for Pulumi's aws provider: S3 buckets and their settings, at an endpoint that was given.
import { serveProvider } from "../protocol/service";
import { AwsProvider } from "./provider";

serveProvider(new AwsProvider());
