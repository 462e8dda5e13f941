// What Pulumi runs: the program on this machine's kubeconfig. A rendering runs it without one.
import "./node-version";
import { contextsOf } from "./kubeconfig";
import { program } from "./program";

export = () => program(contextsOf);
