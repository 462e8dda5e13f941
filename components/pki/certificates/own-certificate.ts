// Issues a leaf from the observee's own CA: its edge's server certificate, or the client certificate for remote write.
import type * as pulumi from "@pulumi/pulumi";
import { makeAuthorities } from "../authority/generations";
import { issue, type Issued, type IssueArgs } from "./issue";

export interface OwnCertificateArgs extends Pick<
  IssueArgs,
  "certificates" | "rotation" | "commonName" | "use"
> {
  readonly cluster: string;
}

/** The CA has the same common name for both uses, so that changing the kind of connection keeps the CA. */
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

/** Keeps only the CA, unprotected, so that the next `up` can delete it. */
export const leaveOwn = (
  name: string,
  { cluster, certificates, rotation }: Omit<OwnCertificateArgs, "commonName" | "use">,
  opts: pulumi.ComponentResourceOptions,
): void => {
  const left = { certificates, rotation, commonName: authorityOf(cluster), kept: false };
  makeAuthorities(`${name}-ca`, left, opts);
};

const authorityOf = (cluster: string): string => `${cluster} server CA`;
