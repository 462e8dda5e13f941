// One lint for the tree: strict types, Pulumi's own traps, and the one-way dependency between rooms.
import tseslint from "typescript-eslint";
import pulumi from "@pulumi/eslint-plugin";

const room = (files, banned, why) => ({
  files,
  rules: {
    "no-restricted-imports": ["error", { patterns: [{ group: banned, message: why }] }],
  },
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
    files: ["*.ts", "components/**/*.ts", "references/**/*.ts", "specs/**/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "@pulumi/aws",
              allowTypeImports: true,
              message: "import the resource's own module: the index loads the whole package",
            },
            {
              name: "@pulumi/kubernetes",
              allowTypeImports: true,
              message: "import components/k8s.ts: the index loads the whole package",
            },
          ],
        },
      ],
    },
  },
  room(
    ["specs/**/*.ts"],
    [
      "**/components/**",
      "**/{config,kubeconfig,program}",
      "**/references",
      "**/fleet/**",
      "**/lab/**",
      "**/render/**",
    ],
    "specs are pure: they import nothing of the program but other specs",
  ),
  room(
    ["components/**/*.ts"],
    ["**/{kubeconfig,program}", "**/references", "**/fleet/**", "**/lab/**", "**/render/**"],
    "components get their values from the caller",
  ),
  room(
    ["dashboards/**/*.ts"],
    ["**/components/**", "**/config", "**/references", "**/fleet/**", "**/lab/**", "**/render/**"],
    "dashboards are pure: they know names of metrics and jobs, and Grafana's builders",
  ),
  room(
    ["lab/**/*.ts"],
    ["../**/components/**", "../**/specs/**", "**/config", "**/references"],
    "the lab knows nothing of the program",
  ),
);
