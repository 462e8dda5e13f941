// The linters, built or installed once into the lab's cache.
import { checkovPrograms } from "./checkov";
import { kubeLinterProgram } from "./kube-linter";
import { kubeScoreProgram } from "./kube-score";

export const buildLinters = (): Promise<unknown> =>
  Promise.all([kubeScoreProgram(), kubeLinterProgram(), checkovPrograms()]);
