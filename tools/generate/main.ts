// `npm run generate`: writes the files that are generated from the schemas and tables in the code.
import * as fs from "node:fs";
import * as path from "node:path";
import { generatedFiles } from "./files";

async function main(): Promise<void> {
  for (const [file, text] of Object.entries(await generatedFiles())) {
    fs.writeFileSync(path.resolve(__dirname, "../..", file), text);
    process.stdout.write(`${file}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
