// The file of waived linter findings.
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Finding } from "../linters/findings";

const MOST_WAIVERS = 8;
const LONGEST_DAYS = 366;
const DAY = 86_400_000;

const several = z.array(z.string().min(1)).min(1);

/** A kind and a name; only the end of the name may be a wildcard. */
const resource = z.string().regex(/^[^*\s]+ [^*\s]+\*?$/);

const waivers = z.array(
  z.strictObject({
    /** Checks with the same reason, each with its linter's name. */
    id: several,
    resource: z.array(resource).min(1),
    reason: z.string().min(20),
    expires: z.iso.date(),
  }),
);

export type Waiver = z.infer<typeof waivers>[number];

export const readWaivers = (text: string): Waiver[] => waivers.parse(parse(text));

const waiversFile = path.resolve(__dirname, "../../policy/waivers.yaml");
export const ownWaivers = (): Waiver[] => readWaivers(fs.readFileSync(waiversFile, "utf8"));

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

/** Whether a resource matches a pattern; `*` matches any text. */
const fits = (pattern: string, resource: string): boolean =>
  new RegExp(`^${escaped(pattern).replaceAll("*", ".*")}$`).test(resource);

const covers = (waiver: Waiver, { id, resource }: Finding): boolean =>
  waiver.id.includes(id) && waiver.resource.some((pattern) => fits(pattern, resource));

/** Checks and resources of a waiver that match no finding. */
function unused(waiver: Waiver, findings: readonly Finding[]): string[] {
  const covered = findings.filter((finding) => covers(waiver, finding));
  return [
    ...waiver.id
      .filter((id) => !covered.some((finding) => finding.id === id))
      .map((id) => `the waiver of ${id} for ${waiver.resource.join(", ")} is of no use`),
    ...waiver.resource
      .filter((pattern) => !covered.some(({ resource }) => fits(pattern, resource)))
      .map((pattern) => `the waiver of ${waiver.id.join(", ")} for ${pattern} is of no use`),
  ];
}

function agesOf({ id, expires }: Waiver, today: Date): string[] {
  const days = (new Date(`${expires}T00:00:00Z`).getTime() - today.getTime()) / DAY;
  const name = `the waiver of ${id.join(", ")}`;
  return [
    ...(days < 0 ? [`${name} ended on ${expires}`] : []),
    ...(days > LONGEST_DAYS ? [`${name} ends on ${expires}, in more than a year`] : []),
  ];
}

/** A sentence for each finding without a waiver, and for each invalid waiver. */
export function faultsOf(
  findings: readonly Finding[],
  waived: readonly Waiver[],
  today: Date,
): string[] {
  return [
    ...new Set(
      findings
        .filter((finding) => !waived.some((waiver) => covers(waiver, finding)))
        .map(({ id, stack, resource }) => `${id}: ${resource} in ${stack}`),
    ),
    ...waived.flatMap((waiver) => unused(waiver, findings)),
    ...waiverFaults(waived, today),
  ];
}

/** Errors of the waivers themselves. */
export const waiverFaults = (waived: readonly Waiver[], today: Date): string[] => [
  ...waived.flatMap((waiver) => agesOf(waiver, today)),
  ...(waived.length > MOST_WAIVERS
    ? [`there are ${String(waived.length)} waivers, more than ${String(MOST_WAIVERS)}`]
    : []),
];
