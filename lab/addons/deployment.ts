// Deployments of the lab's addons that run as an unprivileged user.

export interface AddonArgs {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly user: number;
  /** Container without name and security context. */
  readonly container: object;
}

/** A Deployment of one pod, under the ServiceAccount of its name. */
export const deployment = ({ name, namespace, labels, user, container }: AddonArgs): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace, labels },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: name,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: user,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name,
            ...container,
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
            },
          },
        ],
      },
    },
  },
});
