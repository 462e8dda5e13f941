// Reads the names of the contexts in kubeconfig files, and nothing else. No other file reads a kubeconfig.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Contexts } from "./kube-context";

const HOME = "~/.kube/config";

const kubeconfigSchema = z.object({ contexts: z.array(z.object({ name: z.string() })).nullish() });

/**
 * Looks up the kubeconfig as the Kubernetes provider does: the configured file, else the files of $KUBECONFIG, else
 * ~/.kube/config. https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export function contextsOf(kubeconfig: string | undefined): Contexts {
  const files = kubeconfig === undefined ? defaultFiles() : [kubeconfig];
  const existing = files.filter((file) => fs.existsSync(pathOf(file)));
  if (existing.length === 0) {
    return { where: files.join(" or "), problem: "missing" };
  }
  const names: string[] = [];
  for (const file of existing) {
    const found = namesIn(file);
    if (found === undefined) {
      return { where: file, problem: "unreadable" };
    }
    names.push(...found);
  }
  return { where: existing.join(" and "), names };
}

function defaultFiles(): string[] {
  const files = (process.env["KUBECONFIG"] ?? "").split(path.delimiter).filter((f) => f !== "");
  return files.length === 0 ? [HOME] : files;
}

/** Relative to the project's folder, in which the engine starts both the program and the provider. */
const pathOf = (file: string): string => path.resolve(file.replace(/^~(?=\/|$)/, os.homedir()));

/** Undefined where the file cannot be parsed. The parser's message is dropped: it may quote a line with a secret. */
function namesIn(file: string): string[] | undefined {
  try {
    const text = fs.readFileSync(pathOf(file), "utf8");
    const { contexts } = kubeconfigSchema.parse(parse(text, { logLevel: "error" }));
    return (contexts ?? []).map(({ name }) => name);
  } catch {
    return undefined;
  }
}
