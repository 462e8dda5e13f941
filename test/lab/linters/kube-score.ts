// Runs kube-score. https://github.com/zegl/kube-score
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { tryRun } from "../../../lab/run";
import { goProgram } from "../support/go-programs";
import { idOf, type Finding, type Stacks } from "./findings";
import { inFolder, manifestsOf } from "./manifests";

export const kubeScoreProgram = () =>
  goProgram({
    module: "github.com/zegl/kube-score",
    version: "v1.20.0",
    pkg: "./cmd/kube-score",
  });

const scored = z.array(
  z.object({
    type_meta: z.object({ kind: z.string() }),
    object_meta: z.object({ name: z.string(), namespace: z.string().optional() }),
    checks: z.array(
      z.object({
        check: z.object({ id: z.string() }),
        grade: z.number(),
        skipped: z.boolean(),
        comments: z.array(z.object({ summary: z.string() })).nullable(),
      }),
    ),
  }),
);

/** Of 1 to 10: its warnings count as its failures do. https://github.com/zegl/kube-score/blob/master/scorecard/scorecard.go */
const WARNING = 5;

export async function kubeScore(stacks: Stacks): Promise<Finding[]> {
  const program = await kubeScoreProgram();
  return inFolder(manifestsOf(stacks), async (folder) => {
    const files = fs.readdirSync(folder).map((file) => path.join(folder, file));
    // The exit code is 1 if it has findings.
    const { stdout, stderr } = await tryRun([program, "score", "--output-format=json", ...files]);
    if (stdout === "") {
      throw new Error(`kube-score: ${stderr}`);
    }
    return scored.parse(JSON.parse(stdout)).flatMap(({ type_meta, object_meta, checks }) =>
      checks
        .filter(({ grade, skipped }) => !skipped && grade <= WARNING)
        .flatMap(({ check, comments }) =>
          (comments ?? []).map(({ summary }) => ({
            id: idOf("kube-score", check.id, summary),
            stack: object_meta.namespace ?? "",
            resource: `${type_meta.kind} ${object_meta.name}`,
          })),
        ),
    );
  });
}
