// The bucket policy: nobody reads or writes without TLS.

/** A policy document that refuses plain HTTP. */
export const tlsOnlyPolicy = (bucketArn: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});
