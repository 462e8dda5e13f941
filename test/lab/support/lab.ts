// Root hooks: bring the lab up where it is not, and leave it up for the next run.
import { spawn } from "node:child_process";
import { fault, questions } from "../../../lab/answer";
import { repository, stateExists } from "../../../lab/paths";
import { query } from "../../../lab/query";

/** Minutes for an `up` that builds everything first. */
const PATIENCE = 45;

/** Whether all clusters answer; a lab that is half up is brought up again, which repairs it. */
async function answers(): Promise<boolean> {
  // While the lab is down its addresses belong to nobody here, and a call would leave the machine.
  if (!stateExists()) {
    return false;
  }
  try {
    for (const question of questions) {
      if (fault(await query(question)) !== undefined) {
        return false;
      }
    }
    return true;
  } catch {
    return false;
  }
}

function bringUp(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", ["run", "lab", "--", "up", "--yes"], {
      cwd: repository,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`npm run lab ended with exit code ${String(code)}; see above`)),
    );
  });
}

export const mochaHooks: Mocha.RootHookObject = {
  async beforeAll(this: Mocha.Context) {
    this.timeout(PATIENCE * 60_000);
    if (!(await answers())) {
      await bringUp();
    }
  },
  afterAll() {
    console.log("  The lab stays up. To take it down: npm run lab -- down");
  },
};
