// Names and parents in an imaginary older version of the program.

/** A component that had another name, and with it all that is in it. */
export const RENAMED = { name: "observee-trust", before: "observee-credentials" } as const;

/** A component that had no parent. */
export const MOVED = {
  name: "observee-alerts",
  type: "thanos:fleet:Alerts",
  parentType: "thanos:fleet:Observee",
} as const;

interface Resource {
  readonly urn: string;
  readonly parent?: string;
}

/** The state that the older program would have left, in place of this one's. */
export function olderState(text: string): string {
  const { deployment, ...rest } = JSON.parse(
    text
      .replaceAll(`::${RENAMED.name}`, `::${RENAMED.before}`)
      .replaceAll(`${MOVED.parentType}$${MOVED.type}`, MOVED.type),
  ) as { deployment: { resources: readonly Resource[] } };
  const stack = deployment.resources.find(({ urn }) => urn.includes("::pulumi:pulumi:Stack::"));
  const resources = deployment.resources.map((resource) =>
    resource.urn.endsWith(`::${MOVED.name}`) ? { ...resource, parent: stack?.urn } : resource,
  );
  return JSON.stringify({ ...rest, deployment: { ...deployment, resources } });
}
