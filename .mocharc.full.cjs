// The quick tests, and beside them those that take long or need programs that the lab builds.
const quick = require("./.mocharc.json");

module.exports = {
  ...quick,
  require: [...quick.require, "test/support/full-programs.ts"],
  spec: [
    "test/*.{test,full}.ts",
    "test/{components,config,kubernetes,plugins,policy,stacks,tools}/**/*.{test,full}.ts",
  ],
};
