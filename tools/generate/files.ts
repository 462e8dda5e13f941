// All generated files.
import * as prettier from "prettier";
import { configurationPage } from "./configuration";
import { networkPage } from "./network";
import { stackFileSchema } from "./schema";

/** Formatted text of each file, by path relative to the project's folder. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const options = { printWidth: 100 };
  const markdown = { ...options, parser: "markdown" };
  return {
    "docs/configuration.md": await prettier.format(configurationPage(), markdown),
    "docs/network.md": await prettier.format(networkPage(), { ...markdown, proseWrap: "always" }),
    "pulumi-stack.schema.json": await prettier.format(JSON.stringify(stackFileSchema()), {
      ...options,
      parser: "json",
    }),
  };
}
