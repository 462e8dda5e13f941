// Runs checkov offline: Kubernetes objects as manifests, AWS resources as a Terraform plan. https://www.checkov.io/
import * as path from "node:path";
import { z } from "zod";
import { run } from "../../../lab/run";
import { pythonPrograms } from "../support/python";
import type { Finding, Stacks } from "./findings";
import { inFolder, manifestsOf, stackOf } from "./manifests";
import { plansOf } from "./plan";

/** The folder of its programs. */
export const checkovPrograms = () => pythonPrograms("checkov", ["checkov==3.3.30"]);

const checked = z.object({
  summary: z.object({ parsing_errors: z.literal(0) }),
  results: z.object({
    failed_checks: z.array(
      z.object({ check_id: z.string(), resource: z.string(), file_path: z.string() }),
    ),
  }),
});

/** Unreadable input is an error, and so is an empty one. */
async function checkov(
  framework: "kubernetes" | "terraform_plan",
  files: ReadonlyMap<string, string>,
  nameOf: (resource: string) => string,
): Promise<Finding[]> {
  const programs = await checkovPrograms();
  return inFolder(files, async (folder) => {
    const flags = ["--skip-download", "--quiet", "--compact", "--soft-fail", "--output", "json"];
    const output = await run(
      [path.join(programs, "checkov"), "--framework", framework, ...flags, "--directory", folder],
      { env: { ...process.env, LOG_LEVEL: "ERROR" } },
    );
    return checked
      .parse(JSON.parse(output))
      .results.failed_checks.map(({ check_id, resource, file_path }) => ({
        id: `checkov ${check_id}`,
        stack: stackOf(file_path),
        resource: nameOf(resource),
      }));
  });
}

/** `Deployment.observer.thanos-query`, where graphs add words about the pod: kind and name are enough. */
const kindAndName = (resource: string): string => {
  const [kind = "", , name = ""] = resource.split(".");
  return `${kind} ${name}`;
};

export const checkovKubernetes = (stacks: Stacks): Promise<Finding[]> =>
  checkov("kubernetes", manifestsOf(stacks), kindAndName);

/** `aws_s3_bucket.observer-metrics-bucket`. */
const typeAndName = (resource: string): string => resource.replace(".", " ");

export const checkovAws = (stacks: Stacks): Promise<Finding[]> =>
  checkov("terraform_plan", plansOf(stacks), typeAndName);
