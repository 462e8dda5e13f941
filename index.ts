// What Pulumi runs: the program on this machine's kubeconfig. A rendering runs it without one.
import "./config/node-version";
import { contextsOf } from "./config/kubeconfig";
import { program } from "./program";

// The SDK takes the stack of every promise and resource, and would look up a source map for each frame, which took longer
// than all else of the program. Nothing needs one: what is compiled here keeps its lines.
Reflect.deleteProperty(Error, "prepareStackTrace");

export = () => program(contextsOf);
