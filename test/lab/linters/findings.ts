// Findings of all linters in one format.
import type { Recorded } from "../../../tools/render/recorded";

export interface Finding {
  /** The linter and its check: `checkov CKV_K8S_20`. */
  readonly id: string;
  /** The stack, or what was planted. */
  readonly stack: string;
  /** `Deployment thanos-query`. */
  readonly resource: string;
}

/** What was recorded of several stacks; one of them is linted as one deployment. */
export type Stacks = Readonly<Record<string, readonly Recorded[]>>;

/** Words of a linter as an id; kube-score's checks have a sentence for each of their questions. */
export const idOf = (...words: readonly string[]): string =>
  words.map((word) => word.replaceAll(" ", "-").toLowerCase()).join(" ");
