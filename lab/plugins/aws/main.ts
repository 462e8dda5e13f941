// Stand-in for Pulumi's aws provider: buckets, their keys and roles, at an endpoint that was given.
import { serveProvider } from "../protocol/service";
import { AwsProvider } from "./provider";

serveProvider(new AwsProvider());
