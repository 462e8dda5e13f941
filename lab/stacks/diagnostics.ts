// What a log of `pulumi up` says is wrong.
import * as fs from "node:fs";
import { logEnd } from "../run";

/** The diagnostics alone: hundreds of lines of outputs may come after them. Undefined where there are none. */
export function diagnosticsOf(log: string): string | undefined {
  const from = log.lastIndexOf("\nDiagnostics:\n");
  const [said] = from < 0 ? [] : log.slice(from + 1).split(/\n(?:Outputs|Resources):\n/);
  return said?.trimEnd();
}

/** Why an `up` failed; the log's end where it broke off before it could say. */
export function whyFailed(file: string): string {
  const said = fs.existsSync(file) ? diagnosticsOf(fs.readFileSync(file, "utf8")) : undefined;
  return said === undefined ? logEnd(file) : `--- ${file}\n${said}`;
}
