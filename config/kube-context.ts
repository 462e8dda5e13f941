// Checks that the configured kube context exists in the kubeconfig, so that a typo is found before the first resource.
import { errorIf, formatValue, type ConfigError } from "./errors";
import { didYouMean } from "./nearest";
import type { SharedConfig } from "./shared";

/** Context names of a kubeconfig, or why it could not be read; `where` names its files as error messages show them. */
export type Contexts =
  | { readonly where: string; readonly names: readonly string[] }
  | { readonly where: string; readonly problem: "missing" | "unreadable" };

/** Reads a kubeconfig, the client's default one if undefined. Returns undefined where the check is skipped. */
export type ReadContexts = (kubeconfig: string | undefined) => Contexts | undefined;

const FILE = "kubernetes.kubeconfig";

/** Errors if the kubeconfig cannot be read, or has no such context; none if the check is skipped. */
export function contextErrors(
  kubernetes: SharedConfig["kubernetes"] | undefined,
  read: ReadContexts,
): ConfigError[] {
  if (kubernetes === undefined) {
    return [];
  }
  const { context, kubeconfig } = kubernetes;
  const found = read(kubeconfig);
  if (found === undefined) {
    return [];
  }
  if ("problem" in found) {
    return [fileError(found, kubeconfig)];
  }
  return errorIf(!found.names.includes(context), {
    path: "kubernetes.context",
    value: formatValue(context),
    rule: `there is no such context in ${found.where}`,
    fix: didYouMean(context, found.names, "`kubectl config get-contexts` lists the contexts"),
  });
}

function fileError(
  { where, problem }: Extract<Contexts, { problem: string }>,
  kubeconfig: string | undefined,
): ConfigError {
  const isMissing = problem === "missing";
  if (kubeconfig === undefined) {
    return isMissing
      ? {
          path: FILE,
          rule: `is required: there is no file ${where}`,
          fix: "name the kubeconfig that has the context",
        }
      : {
          path: FILE,
          rule: `is not set, and ${where} is not a kubeconfig`,
          fix: "repair that file",
        };
  }
  // Users paste the kubeconfig itself where its path is expected.
  if (/[\n{]/.test(kubeconfig)) {
    return {
      path: FILE,
      rule: "is not the path of a file",
      fix: "write the file's path, not its content",
    };
  }
  return {
    path: FILE,
    value: formatValue(kubeconfig),
    rule: isMissing ? "there is no such file" : "that file is not a kubeconfig",
    fix: isMissing
      ? "write its path from the project's folder, from the root, or with ~/ from your home"
      : "name one that `kubectl --kubeconfig` accepts",
  };
}
