// A pod of a stack's namespace, as its objects show it.
import type { Recorded } from "../../../tools/render/recorded";
import type { Host } from "../../support/network";
import { field } from "../objects";

export type Labels = Readonly<Record<string, string>>;

/** A pod of the stack's namespace. */
export interface PodHost extends Host {
  /** Of what makes it: a workload, a resource of the operator's, somebody else. */
  readonly name: string;
  /** Two of each, since replicas may call each other. */
  readonly replica: number;
  readonly pod: { readonly namespace: string; readonly labels: Labels };
  /** Numbers of its ports by their names. */
  readonly ports: Readonly<Record<string, number>>;
  /** Its flags, variables and mounted files, one after the other. */
  readonly settings: string;
  readonly account: string;
  /** Whether it has a token for the API server. */
  readonly hasToken: boolean;
}

export type Pod = Omit<PodHost, "id" | "address" | "replica" | "pod"> & { readonly labels: Labels };

/** The name of a Kubernetes object. */
export const metadataName = ({ inputs }: Recorded): string =>
  String(field(inputs, "metadata", "name"));
