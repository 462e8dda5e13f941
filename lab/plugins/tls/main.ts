// Stand-in for Pulumi's tls provider: generates real keys and X.509 certificates in this process.
import { serveProvider } from "../protocol/service";
import { tlsProvider } from "./provider";

serveProvider(tlsProvider);
