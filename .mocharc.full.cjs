// The quick tests, and beside them those that take long or need programs that the lab builds.
module.exports = {
  ...require("./.mocharc.json"),
  spec: [
    "test/*.{test,full}.ts",
    "test/{specs,components,pki,policy,plugins,tools}/**/*.{test,full}.ts",
  ],
};
