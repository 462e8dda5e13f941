// `npm run generate`: writes the files that are generated from the schemas and tables in the code.
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_FOLDER, runCommand } from "../command-line";
import { generatedFiles } from "./files";

void runCommand(async () => {
  for (const [file, text] of Object.entries(await generatedFiles())) {
    fs.writeFileSync(path.join(PROJECT_FOLDER, file), text);
    console.log(file);
  }
});
