// Findings of all linters in one format.
import type { Recorded } from "../../../tools/render/recorded";

export interface Finding {
  /** The linter and its check: `checkov CKV_K8S_20`. */
  readonly id: string;
  /** The stack, or the planted fault. */
  readonly stack: string;
  /** `Deployment thanos-query`. */
  readonly resource: string;
}

/** Recorded resources by stack; each stack is linted as one deployment. */
export type Stacks = Readonly<Record<string, readonly Recorded[]>>;

/** A linter's text as an id; kube-score has sentences instead of ids. */
export const idOf = (...words: readonly string[]): string =>
  words.map((word) => word.replaceAll(" ", "-").toLowerCase()).join(" ");
