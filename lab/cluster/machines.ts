// The lab's machines: three clusters of one node each, and the S3 endpoint outside of them.
import { state } from "../paths";

/** A network namespace on the bridge, with a state folder and processes. */
export interface Machine {
  readonly name: string;
  readonly address: string;
}

export interface Cluster extends Machine {
  readonly node: string;
  readonly pods: string;
  readonly services: string;
  readonly apiService: string;
  readonly dnsService: string;
}

function cluster(name: string, index: number): Cluster {
  return {
    name,
    address: `10.77.0.1${index}`,
    node: `${name}-node`,
    pods: `10.24${index}.0.0/24`,
    services: `10.9${index}.0.0/16`,
    apiService: `10.9${index}.0.1`,
    dnsService: `10.9${index}.0.10`,
  };
}

/** The lab's network, and the link that connects the host to it. */
export const network = { range: "10.77.0.0/24", prefix: 24, link: "tflab0" } as const;

export const switchMachine: Machine = { name: "switch", address: "10.77.0.1" };

export const observer = cluster("observer", 1);
export const observees = [cluster("observee-a", 2), cluster("observee-b", 3)] as const;
export const clusters: readonly Cluster[] = [observer, ...observees];

export const s3Machine: Machine = { name: "s3", address: "10.77.0.10" };

/** Group of the processes that serve all machines and run in the host's network. */
export const common = "common";

export const machineNames: readonly string[] = [
  switchMachine.name,
  ...clusters.map((c) => c.name),
  s3Machine.name,
  common,
];

export function kubeconfigOf(name: string): string {
  return state(name, "kubeconfig");
}
