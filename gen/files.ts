import { format, resolveConfig } from "prettier";
import type { FunctionShape, ResourceShape } from "../provider/resources/definition";
import { ComponentSources } from "./componentReference";
import { functionFile } from "./functionModule";
import { objectsIn, propertiesOf, upperFirst } from "./model";
import { type GeneratedFile, inputsOf, moduleOf, outputsOf, type PackageShapes } from "./package";
import { policyReference } from "./policyReference";
import { providerClassFile } from "./providerClass";
import { configurationReference, functionReference, indexPage, resourceReference } from "./reference";
import { resourceClassFile } from "./resourceClass";
import { schemaFile } from "./schema";
import { BANNER, docComment, utilitiesModule } from "./typescript";

/** The built policy pack, seen from its folder. */
const PACK_MAIN = "../dist/policy/pack/index.js";

/** Every generated file, formatted as the repository formats its own. Pages of tables are not: padding would hide their changes. */
export async function generatedFiles(
  shapes: PackageShapes,
  components: ComponentSources = new ComponentSources({}),
): Promise<GeneratedFile[]> {
  const files = [
    schemaFile(shapes),
    ...shapes.resources.flatMap((shape) => [resourceClassFile(shape), resourceReference(shape)]),
    ...shapes.functions.flatMap((shape) => [functionFile(shape), functionReference(shape)]),
    providerClassFile(shapes.configuration),
    configurationReference(shapes.configuration),
    ...components.components.map((name) => components.page(name)),
    policyReference(shapes.policies),
    indexPage(shapes, components),
    { path: "policy/package.json", text: packManifest(shapes.version) },
    { path: "sdk/regions.ts", text: regionsModule(shapes.regions) },
    { path: "sdk/utilities.ts", text: utilitiesModule(shapes.version) },
    { path: "sdk/index.ts", text: indexModule(shapes) },
  ];
  return Promise.all(files.map(formatted));
}

async function formatted({ path, text }: GeneratedFile): Promise<GeneratedFile> {
  if (path.endsWith(".md")) return { path, text };
  const options = await resolveConfig(path);
  return { path, text: await format(text, { ...options, filepath: path }) };
}

/** What the engine finds the policy pack by, in its folder. */
function packManifest(version: string): string {
  return JSON.stringify({ name: "pinecone-security-policies", version, private: true, main: PACK_MAIN });
}

function regionsModule(regions: PackageShapes["regions"]): string {
  const names = Object.keys(regions).map((name) => JSON.stringify(name));
  const interfaceDoc = docComment("What Pinecone publishes about one AWS region.");
  const serviceDoc = docComment("The name of Pinecone's VPC endpoint service in the region.");
  const zoneDoc = docComment(
    "The DNS zone of the private host names of indexes in the region, without a trailing dot.",
  );
  return `${BANNER}
${docComment("An AWS region in which Pinecone offers customer-managed keys and PrivateLink.")}export type PineconeRegion = ${names.join(" | ")};

${interfaceDoc}export interface RegionFacts {
${serviceDoc}readonly serviceName: string;
${zoneDoc}readonly dnsZone: string;
}

${docComment("Pinecone's AWS regions.")}export const REGION_TABLE: Readonly<Record<PineconeRegion, RegionFacts>> = ${JSON.stringify(regions)};
`;
}

function indexModule({ resources, functions, configuration }: PackageShapes): string {
  const lines = [
    ...resources.map(resourceExports),
    ...functions.map(functionExports),
    exportLine(
      "provider",
      ["Provider"],
      ["ProviderArgs", ...objectArgs(propertiesOf("Provider", configuration.fields, "input"))],
    ),
    exportLine("regions", ["REGION_TABLE"], ["PineconeRegion", "RegionFacts"]),
  ];
  return `${BANNER}\n${lines.join("\n")}\n`;
}

function resourceExports(shape: ResourceShape): string {
  const types = [
    `${shape.name}Args`,
    ...objectArgs(inputsOf(shape)),
    ...objectsIn(outputsOf(shape)).map(({ name }) => name),
  ];
  return exportLine(moduleOf(shape.name), [shape.name], types);
}

function functionExports(shape: FunctionShape): string {
  const pascal = upperFirst(shape.name);
  const inputs = propertiesOf(pascal, shape.inputs, "input");
  const outputs = propertiesOf(`${pascal}Result`, shape.outputs, "output");
  const types = [`${pascal}Args`, `${pascal}OutputArgs`, `${pascal}Result`, ...objectArgs(inputs)];
  const objects = objectsIn([...inputs, ...outputs]).map(({ name }) => name);
  return exportLine(shape.name, [shape.name, `${shape.name}Output`], [...types, ...objects]);
}

function objectArgs(properties: Parameters<typeof objectsIn>[0]): string[] {
  return objectsIn(properties).map(({ name }) => `${name}Args`);
}

function exportLine(module: string, values: readonly string[], types: readonly string[]): string {
  return `export { ${[...values, ...types.map((type) => `type ${type}`)].join(", ")} } from "./${module}";`;
}
