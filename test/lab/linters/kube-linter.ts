// Runs kube-linter with its default checks. https://docs.kubelinter.io/
import { z } from "zod";
import { tryRun } from "../../../lab/run";
import { goProgram } from "../support/go-programs";
import { idOf, type Finding, type Stacks } from "./findings";
import { inFolder, manifestsOf, stackOf } from "./manifests";

/** Module path of the repository; not every proxy has the module under the path that its go.mod declares. */
export const kubeLinterProgram = () =>
  goProgram({
    module: "github.com/stackrox/kube-linter",
    version: "v0.8.3",
    pkg: "./cmd/kube-linter",
  });

const linted = z.object({
  Summary: z.object({ ChecksStatus: z.string() }),
  Reports: z
    .array(
      z.object({
        Check: z.string(),
        Object: z.object({
          Metadata: z.object({ FilePath: z.string() }),
          K8sObject: z.object({
            Name: z.string(),
            GroupVersionKind: z.object({ Kind: z.string() }),
          }),
        }),
      }),
    )
    .nullable(),
});

export async function kubeLinter(stacks: Stacks): Promise<Finding[]> {
  const program = await kubeLinterProgram();
  return inFolder(manifestsOf(stacks), async (folder) => {
    // The exit code is 1 if it has findings; a file without objects is an error.
    const flags = ["--format", "json", "--fail-if-no-objects-found"];
    const { stdout, stderr } = await tryRun([program, "lint", ...flags, folder]);
    if (!stdout.startsWith("{")) {
      throw new Error(`kube-linter: ${stderr}${stdout}`);
    }
    return (linted.parse(JSON.parse(stdout)).Reports ?? []).map(({ Check, Object: object }) => ({
      id: idOf("kube-linter", Check),
      stack: stackOf(object.Metadata.FilePath),
      resource: `${object.K8sObject.GroupVersionKind.Kind} ${object.K8sObject.Name}`,
    }));
  });
}
