// Extracts the diagnostics from a log of `pulumi up`.
import * as fs from "node:fs";
import { logEnd } from "../run";

/** The diagnostics without the outputs, which may add hundreds of lines; undefined where there are none. */
export function diagnosticsOf(log: string): string | undefined {
  const from = log.lastIndexOf("\nDiagnostics:\n");
  const [diagnostics] = from < 0 ? [] : log.slice(from + 1).split(/\n(?:Outputs|Resources):\n/);
  return diagnostics?.trimEnd();
}

/** Why an `up` failed; the end of the log where there are no diagnostics. */
export function whyFailed(file: string): string {
  const diagnostics = fs.existsSync(file)
    ? diagnosticsOf(fs.readFileSync(file, "utf8"))
    : undefined;
  return diagnostics === undefined ? logEnd(file) : `--- ${file}\n${diagnostics}`;
}
