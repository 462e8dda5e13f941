// Runs `pulumi up` of the three stacks in order: observer, observees, then the observer again for new observees.
import { unready } from "../cluster/pods";
import { clusters, observees, observer } from "../cluster/machines";
import { repository, state } from "../paths";
import { phase, say } from "../report";
import { whyFailed } from "./diagnostics";
import { configureStacks } from "./settings";
import type { Plugin } from "./plugins";
import { hasOutputs, prepareProject, pulumi, stackFile } from "./pulumi";

export async function upStacks(plugins: readonly Plugin[]): Promise<void> {
  const pending = await phase("configure the stacks", async () => {
    prepareProject();
    await configureStacks(plugins);
    const known = await Promise.all(observees.map(({ name }) => hasOutputs(name, plugins)));
    return known.includes(false);
  });
  await up(observer.name, plugins, "pulumi up: observer");
  await Promise.all(observees.map(({ name }) => up(name, plugins, `pulumi up: ${name}`)));
  if (pending) {
    await up(observer.name, plugins, "pulumi up: observer, now with the observees' outputs");
  }
}

export const upLog = (stack: string) => state("stacks", `up-${stack}.log`);

async function up(stack: string, plugins: readonly Plugin[], title: string): Promise<void> {
  const progress = { done: 0, summary: "" };
  const flags = ["--stack", stack, "--config-file", stackFile(stack), "--yes", "--skip-preview"];
  try {
    await phase(title, async (note) => {
      const onLine = (line: string) => {
        const change = /^ *[-+~@]+ +(\S+) (\S+) (created|updated|deleted|replaced)/.exec(line);
        progress.done += change ? 1 : 0;
        progress.summary = /^ +(\d+ unchanged|[-+~]+ *\d+ )/.test(line) ? line.trim() : "";
        const last = line.trim().slice(0, 90);
        note(`${progress.done} resources done${last ? `; ${last}` : ""}`);
      };
      await pulumi(["up", ...flags], plugins, { cwd: repository, log: upLog(stack), onLine });
    });
  } catch {
    const pods = await unready(clusters.filter((cluster) => cluster.name === stack));
    const waiting = pods.length > 0 ? `\npods that are not ready:\n${pods.join("\n")}` : "";
    throw new Error(`\`pulumi up --stack ${stack}\` failed${waiting}\n${whyFailed(upLog(stack))}`);
  }
  say(`${stack}: ${progress.done} resources changed`);
}
