// A certificate of a CA of the observee's own: what it shows when it is called, or when it pushes.
import type * as pulumi from "@pulumi/pulumi";
import { makeAuthorities } from "./authorities";
import { issue, type Issued, type IssueArgs } from "./issue";

export interface OwnCertificateArgs extends Pick<
  IssueArgs,
  "certificates" | "rotation" | "commonName" | "use"
> {
  readonly cluster: string;
}

/** Makes both. The CA has one name whatever its leaf is for, so that another way in is no other CA. */
export const issueOwn = (
  name: string,
  { cluster, certificates, rotation, commonName, use }: OwnCertificateArgs,
  opts: pulumi.ComponentResourceOptions,
): Issued =>
  issue(
    name,
    {
      ...{ certificates, rotation, commonName, use },
      authority: authorityOf(cluster),
      called: { ca: "serverCa", leaf: use },
    },
    opts,
  );

/** The CA without what it signed, and without protection. */
export const leaveOwn = (
  name: string,
  { cluster, certificates, rotation }: Omit<OwnCertificateArgs, "commonName" | "use">,
  opts: pulumi.ComponentResourceOptions,
): void => {
  const left = { certificates, rotation, commonName: authorityOf(cluster), kept: false };
  makeAuthorities(`${name}-ca`, left, opts);
};

const authorityOf = (cluster: string): string => `${cluster} server CA`;
