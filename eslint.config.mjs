import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Which rooms a room may import from, besides itself: the arrows of CONTRIBUTING.md. */
const arrows = {
  iam: [],
  sdk: [],
  components: ["sdk", "iam"],
  policy: ["iam"],
  pinecone: [],
  "provider/rpc": [],
  "provider/resources": ["provider/rpc", "pinecone", "iam"],
  "local/pinecone": ["iam"],
  "local/aws": ["provider/rpc"],
  "local/vpc": ["iam"],
  "local/engine": [],
};

const rooms = [
  "iam",
  "sdk",
  "components",
  "policy",
  "pinecone",
  "provider",
  "local",
  "examples",
  "scripts",
  "gen",
  "bench",
  "test",
];

const zones = Object.entries(arrows).map(([room, allowed]) => ({
  target: `./${room}`,
  from: rooms.map((other) => `./${other}`),
  except: [],
  allowed: [room, ...allowed],
}));

/** `no-restricted-paths` takes exceptions relative to `from`, so every forbidden place is listed by itself. */
function restrictions() {
  const places = [
    ...new Set([
      ...rooms.filter((room) => room !== "provider" && room !== "local"),
      ...Object.keys(arrows),
      "local/*.ts",
      "provider/*.ts",
    ]),
  ];
  return zones.flatMap(({ target, allowed }) =>
    places
      .filter((place) => !allowed.some((room) => place === room))
      .map((place) => ({
        target,
        from: `./${place}`,
        message: `${target.slice(2)} imports ${allowed.slice(1).join(", ") || "nothing of ours"} (see the arrows in CONTRIBUTING.md).`,
      })),
  );
}

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", ".cache/", "examples/"] },
  {
    files: ["**/*.ts", "**/*.mts"],
    extends: [...tseslint.configs.strictTypeChecked],
    plugins: { "import-x": importX },
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["vitest.config.mts"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: { "import-x/resolver": { typescript: true, node: true }, "import-x/extensions": [".ts"] },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      // A promise that rejects is how asynchronous code is written against an interface that asks for promises.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones: restrictions() }],
      "no-restricted-imports": "off",
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    // A plugin that loads the whole SDK starts four times slower.
    files: ["provider/**", "local/aws/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "@pulumi/pulumi",
              message: "Import @pulumi/pulumi/proto/* only: the whole SDK costs 0.3 s at start.",
            },
          ],
        },
      ],
    },
  },
  { files: ["scripts/**", "bench/**", "local/**/main.ts", "local/engine/**"], rules: { "no-console": "off" } },
  { files: ["test/**"], rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
);
