// The only reader of kubeconfig files: names of contexts, and nothing else of them.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Contexts } from "./kube-context";

const HOME = "~/.kube/config";

const named = z.object({ contexts: z.array(z.object({ name: z.string() })).nullish() });

/**
 * Looks where the provider of kubernetes looks: in the file that is named, else in those of $KUBECONFIG, else in the
 * home's. https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export function contextsOf(kubeconfig: string | undefined): Contexts {
  const files = kubeconfig === undefined ? usualFiles() : [kubeconfig];
  const there = files.filter((file) => fs.existsSync(pathOf(file)));
  if (there.length === 0) {
    return { where: files.join(" or "), fault: "missing" };
  }
  const names: string[] = [];
  for (const file of there) {
    const found = namesIn(file);
    if (found === undefined) {
      return { where: file, fault: "unreadable" };
    }
    names.push(...found);
  }
  return { where: there.join(" and "), names };
}

function usualFiles(): string[] {
  const listed = (process.env["KUBECONFIG"] ?? "").split(path.delimiter).filter((f) => f !== "");
  return listed.length === 0 ? [HOME] : listed;
}

/** From the project's folder, where the engine starts program and provider alike. */
const pathOf = (file: string): string => path.resolve(file.replace(/^~(?=\/|$)/, os.homedir()));

/** What is wrong with a file is not told: it could be a line of it, and that a secret. */
function namesIn(file: string): string[] | undefined {
  try {
    const text = fs.readFileSync(pathOf(file), "utf8");
    const { contexts } = named.parse(parse(text, { logLevel: "error" }));
    return (contexts ?? []).map(({ name }) => name);
  } catch {
    return undefined;
  }
}
