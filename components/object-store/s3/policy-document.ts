// IAM policy documents of plain values.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";

/** A policy document of these statements. */
export const policyDocument = (...Statement: PolicyStatement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement,
});
