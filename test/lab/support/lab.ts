// Whether a lab is running, and how to start one.
import { spawn } from "node:child_process";
import { fault, questions } from "../../../lab/answer";
import { pidOf } from "../../../lab/cluster/daemons";
import { switchMachine } from "../../../lab/cluster/machines";
import { repository } from "../../../lab/paths";
import { query } from "../../../lab/query";

/** Without the lab's network a call to its addresses would leave the machine. */
const hasNetwork = (): boolean =>
  pidOf({ machine: switchMachine.name, name: "namespaces" }) !== undefined;

/** A lab that is half up is to be brought up again, which repairs it. */
export async function labState(): Promise<"down" | "half up" | "up"> {
  if (!hasNetwork()) {
    return "down";
  }
  try {
    for (const question of questions) {
      if (fault(await query(question)) !== undefined) {
        return "half up";
      }
    }
    return "up";
  } catch {
    return "half up";
  }
}

/** Runs a program in the repository with its output shown; its exit code. */
export function runShown(argv: readonly string[]): Promise<number> {
  const [program = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: repository,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** A command of the lab's own; it has to succeed. */
export async function lab(...args: readonly string[]): Promise<void> {
  const code = await runShown(["npm", "run", "--silent", "lab", "--", ...args]);
  if (code !== 0) {
    throw new Error(`npm run lab -- ${args.join(" ")} ended with exit code ${String(code)}`);
  }
}

export const mochaHooks: Mocha.RootHookObject = {
  beforeAll() {
    if (!hasNetwork()) {
      throw new Error("no lab is running: start one with `npm run test:lab -- <suite>`");
    }
  },
};
