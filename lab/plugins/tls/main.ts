// Stand-in for Pulumi's tls provider: real keys and real X.509, made in this process.
import { serveProvider } from "../protocol/service";
import { tlsProvider } from "./provider";

serveProvider(tlsProvider);
