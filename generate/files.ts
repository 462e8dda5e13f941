// The generated files and their texts.
import * as prettier from "prettier";
import { configurationPage } from "./configuration";
import { stackFileSchema } from "./schema";

/** Text by path from the project's folder. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const options = { printWidth: 100 };
  return {
    "docs/configuration.md": await prettier.format(configurationPage(), {
      ...options,
      parser: "markdown",
    }),
    "pulumi-stack.schema.json": await prettier.format(JSON.stringify(stackFileSchema()), {
      ...options,
      parser: "json",
    }),
  };
}
