// Pulumi's entry point: runs the program with this machine's kubeconfig. Renderings call the program without one.
import "./config/node-version";
import { contextsOf } from "./config/kubeconfig";
import { program } from "./program";

// The SDK captures a stack trace for every promise and resource and would map each frame by source map, slower than the
// rest of the program. No source maps are needed: compiled files keep the line numbers of their source.
Reflect.deleteProperty(Error, "prepareStackTrace");

export = () => program(contextsOf);
