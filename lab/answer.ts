// Repeats the lab's queries until all clusters answer, and prints the closing report.
import * as fs from "node:fs";
import { processes } from "./cluster/cgroups";
import { clusters, common, kubeconfigOf } from "./cluster/machines";
import { addresses, createNodePorts, query, stores, type Answer } from "./query";
import { phase, phases, totalSeconds } from "./report";
import { until } from "./run";
import type { Plugin } from "./stacks/plugins";

export const questions = [
  "count by (cluster) (up)",
  "sum by (cluster) (rate(prometheus_tsdb_head_samples_appended_total[1m]))",
] as const;

const patienceSeconds = 240;

/** Describes why an answer is incomplete; undefined when it is complete. */
export function fault(answer: Answer): string | undefined {
  if (answer.warnings.length > 0) {
    return `warnings: ${answer.warnings.join("; ")}`;
  }
  const answering = answer.samples
    .filter(({ value }) => value > 0)
    .map(({ labels }) => labels.cluster);
  const missing = clusters.map(({ name }) => name).filter((name) => !answering.includes(name));
  return missing.length > 0 ? `no ${missing.join(", ")}` : undefined;
}

/** Repeats each query until its answer is complete. */
export async function waitForAnswers(): Promise<Map<string, Answer>> {
  await createNodePorts();
  const answers = new Map<string, Answer>();
  await phase("wait for answers from all clusters", async (note) => {
    for (const question of questions) {
      const last = { fault: "not asked" as string | undefined };
      const complete = await until(
        patienceSeconds,
        async () => {
          last.fault = await query(question).then(
            (answer) => {
              answers.set(question, answer);
              return fault(answer);
            },
            (error: unknown) => String(error),
          );
          note(`${question}: ${last.fault ?? "complete"}`);
          return last.fault === undefined;
        },
        2,
      );
      if (!complete) {
        throw new Error(`\`${question}\` has no complete answer: ${last.fault}`);
      }
    }
  });
  await phase("wait for every store to be up", (note) => storesUp(note));
  return answers;
}

/**
 * An answer can be complete while a replica that has just started still counts as down, and before Query has discovered
 * the last Store Gateways: the kubelet takes a minute to update a ConfigMap. Each cluster has a bucket.
 */
async function storesUp(note: (what: string) => void): Promise<void> {
  await until(
    patienceSeconds,
    async () => {
      const list = await stores();
      const down = list.filter(({ lastError }) => lastError !== "");
      const gateways = list.filter(({ type }) => type === "store").length;
      note(
        `${gateways} of ${clusters.length} buckets; down: ${down.map(({ name }) => name).join(", ") || "none"}`,
      );
      return down.length === 0 && gateways >= clusters.length;
    },
    2,
  );
}

export function formatAnswer(answer: Answer): string[] {
  const lines = answer.samples.map(({ labels, value }) => {
    const set = Object.entries(labels).map(([name, text]) => `${name}="${text}"`);
    return `  {${set.join(", ")}}  ${value}`;
  });
  return [...lines.sort(), ...answer.warnings.map((warning) => `  warning: ${warning}`)];
}

async function formatStores(): Promise<string[]> {
  const list = await stores();
  const width = Math.max(...list.map(({ name }) => name.length));
  return list.map(({ type, name, clusters: labels, lastError }) => {
    const health = lastError ? `down  ${lastError}` : "up";
    // A Store Gateway has no labels until its bucket has a block.
    const of = labels.length > 0 ? `cluster=${labels.join(",")}` : "no labels yet";
    return `  ${type.padEnd(8)} ${name.padEnd(width)}  ${of}  ${health}`;
  });
}

/** Resident memory of everything that the lab runs, pods included; shared pages count once per process. */
export function memory(): string {
  const ownProcesses = new Set(processes(common, "up"));
  const total = { all: 0, file: 0 };
  const pids = processes().filter((pid) => !ownProcesses.has(pid));
  for (const pid of pids) {
    try {
      const text = fs.readFileSync(`/proc/${pid}/status`, "utf8");
      const of = (name: string) =>
        Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
      total.all += of("VmRSS");
      total.file += of("RssFile");
    } catch {
      // The process has ended meanwhile.
    }
  }
  const gib = (kib: number) => `${(kib / 1024 / 1024).toFixed(2)} GiB`;
  const file = `${gib(total.file)} of it pages of files`;
  return `${gib(total.all)} resident in ${pids.length} processes (${file})`;
}

export async function printReport(
  answers: ReadonlyMap<string, Answer>,
  plugins: readonly Plugin[],
): Promise<void> {
  const print = (title: string, lines: readonly string[]) =>
    process.stdout.write(`\n${title}\n${lines.join("\n")}\n`);
  const lines = clusters.map((c) => `  ${c.name.padEnd(11)} ${c.address}  ${kubeconfigOf(c.name)}`);
  print("Clusters", lines);
  print("Stores that the observer's Query lists", await formatStores());
  answers.forEach((answer, question) => print(question, formatAnswer(answer)));
  const durations = phases().map(
    ({ name, seconds }) => `  ${seconds.toFixed(1).padStart(7)}  ${name}`,
  );
  print("Seconds", [...durations, `  ${totalSeconds().toFixed(1).padStart(7)}  in all`]);
  print(
    "Plugins",
    plugins.map((plugin) => `  ${plugin.package.padEnd(11)} ${plugin.origin}`),
  );
  print("Memory", [`  ${memory()}`]);
  print("To open", [`  Query Frontend  ${addresses.frontend}`, `  Query  ${addresses.query}`]);
  print("To remove the lab", ["  npm run lab -- down"]);
}
