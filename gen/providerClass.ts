import type { ConfigurationShape } from "../provider/resources/definition";
import { type Property, propertiesOf } from "./model";
import { environmentText, type GeneratedFile, PACKAGE } from "./package";
import { argumentDoc, BANNER, docComment, inputInterfaces, inputMember, interfaceOf } from "./typescript";

/** `sdk/provider.ts`: the provider as a resource, for programs that use more than one Pinecone organization. */
export function providerClassFile(configuration: ConfigurationShape): GeneratedFile {
  const properties = propertiesOf("Provider", configuration.fields, "input");
  const members = properties.map((property) => {
    const field = configuration.fields[property.name];
    const doc = argumentDoc(property.description, [field === undefined ? "" : environmentText(field)], field?.default);
    return inputMember(property, doc);
  });
  const secrets = properties.filter((property) => property.secret).map((property) => property.name);
  const text = [
    BANNER,
    `import * as pulumi from "@pulumi/pulumi";\nimport { PACKAGE, resourceOptions, toJson, toSecret } from "./utilities";\n`,
    interfaceOf("ProviderArgs", docComment("The arguments of {@link Provider}."), members),
    inputInterfaces(properties),
    `${docComment(
      `Pinecone as a set of resources is to use it. Without one, they use the stack's configuration (\`pulumi config set ${PACKAGE}:<key>\`).`,
      "What is left out here is read from the environment by the plugin each time it starts. It never enters the stack, so `refresh` and `destroy` use the credentials of the day.",
    )}export class Provider extends pulumi.ProviderResource {
/** @internal */
static readonly __pulumiType = PACKAGE;

/**
 * @param name The name of the provider in the program, unique in its stack.
 * @param args How Pinecone is reached.
 * @param opts How Pulumi is to treat it.
 */
constructor(name: string, args: ProviderArgs = {}, opts: pulumi.ResourceOptions = {}) {
  const properties = { ${properties.map((property) => `${property.name}: ${argument(property)},`).join("\n")} };
  super(PACKAGE, name, properties, resourceOptions(opts, ${JSON.stringify(secrets)}));
}

/** Whether \`value\` is a provider of this package, also one of another copy of it. */
static override isInstance(value: unknown): value is Provider {
  return (value as { __pulumiType?: unknown } | null | undefined)?.__pulumiType === \`pulumi:providers:\${PACKAGE}\`;
}
}
`,
  ];
  return { path: "sdk/provider.ts", text: text.join("\n") };
}

/** A provider's properties are strings on the wire: everything else goes as JSON. */
function argument({ name, type, secret }: Property): string {
  const text = type.kind === "string" || type.kind === "enum" ? `args.${name}` : `toJson(args.${name})`;
  return secret ? `toSecret(${text})` : text;
}
