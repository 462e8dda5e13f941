// One lint for the tree: strict types, Pulumi's own traps, and the one-way dependencies between folders.
import tseslint from "typescript-eslint";
import pulumi from "@pulumi/eslint-plugin";

/** Packages whose index loads more than an `up` uses. Their types cost nothing. */
const INDEXES = [
  {
    name: "@pulumi/aws",
    allowTypeImports: true,
    message: "import the resource's own module: the index loads the whole package",
  },
  {
    name: "@pulumi/kubernetes",
    allowTypeImports: true,
    message: "import kubernetes/k8s.ts: the index loads the whole package",
  },
];

/** Files of a part that make no resources, by their names. */
const PURE = [
  "part{,s}.ts",
  "{,*-}config.ts",
  "{,*-}spec.ts",
  "{,*-}alerts.ts",
  "dashboard{,-*}.ts",
].map((name) => `components/**/${name}`);

/** What the files of a folder must not import, as a regular expression over what stands behind `from`. */
const direction = (files, regex, message) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns: [{ regex, message }] }] },
});

export default tseslint.config(
  { ignores: ["node_modules/", "rendered/"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "@pulumi": pulumi },
    rules: {
      eqeqeq: "error",
      curly: "error",
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ["*.ts", "{components,config,kubernetes,stacks}/**/*.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { paths: INDEXES }] },
  },
  {
    files: PURE,
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: INDEXES,
          patterns: [
            {
              group: ["@pulumi/*", "**/component", "**/kubernetes/k8s"],
              allowTypeImports: true,
              message: "files of this name are pure: plain values in, plain values out",
            },
          ],
        },
      ],
    },
  },
  direction(
    ["kubernetes/**/*.ts"],
    "/(components|config|stacks|tools|lab|test)/|/program$",
    "kubernetes/ is what every part shares: it knows no part and no configuration",
  ),
  direction(
    ["components/**/*.ts"],
    "/config/(load|parse|kubeconfig|warnings)$|/stacks(/(?!contract$|outputs$)|$)|/(tools|lab|test)/|/program$",
    "components get their values from the caller",
  ),
  direction(
    ["config/**/*.ts"],
    "/components/.*/component$|/stacks(/(?!contract$)|$)|/(lab|test)/|/tools/(?!node/)|/program$",
    "configuration is read before anything is asked or made; of parts it knows the keys alone",
  ),
  direction(
    ["stacks/**/*.ts"],
    "/components/.*/component$|/(tools|lab|test)/|/program$",
    "what other stacks say is read before anything is made",
  ),
  direction(
    ["tools/{render,generate,graph}/**/*.ts"],
    "/components/.*/component$|/(lab|test)/",
    "these tools need no cluster, and run the program as a whole or not at all",
  ),
  direction(
    ["lab/**/*.ts"],
    "^(\\.\\./)+(components|config|kubernetes|stacks|test|program)(/|$)",
    "the lab knows nothing of the program",
  ),
);
