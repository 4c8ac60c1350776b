import type { FunctionShape } from "../provider/resources/definition";
import { lowerFirst, propertiesOf, upperFirst } from "./model";
import { type GeneratedFile, token } from "./package";
import {
  argumentDoc,
  BANNER,
  docComment,
  inputInterfaces,
  inputMember,
  interfaceOf,
  plainInterfaces,
  plainMember,
} from "./typescript";

/** `sdk/<name>.ts`: a function in its two forms, for plain arguments and for outputs. */
export function functionFile(shape: FunctionShape): GeneratedFile {
  const { name } = shape;
  const pascal = upperFirst(name);
  const inputs = propertiesOf(pascal, shape.inputs, "input");
  const outputs = propertiesOf(`${pascal}Result`, shape.outputs, "output");
  const docOf = (property: { name: string; description: string }): string =>
    argumentDoc(property.description, [], shape.inputs[property.name]?.default);
  const forms = { plain: `${pascal}Args`, output: `${pascal}OutputArgs`, result: `${pascal}Result` };
  const byDefault = inputs.some((property) => property.required) ? "" : " = {}";
  const bag = `{ ${inputs.map((property) => `${property.name}: args.${property.name},`).join("\n")} }`;
  const text = [
    BANNER,
    `import type * as pulumi from "@pulumi/pulumi";\nimport { invoke, invokeOutput } from "./utilities";\n`,
    interfaceOf(
      forms.plain,
      docComment(`The arguments of {@link ${name}}.`),
      inputs.map((property) => plainMember(property, docOf(property))),
    ),
    interfaceOf(
      forms.output,
      docComment(`The arguments of {@link ${name}Output}.`),
      inputs.map((property) => inputMember(property, docOf(property))),
    ),
    interfaceOf(
      forms.result,
      docComment(`What {@link ${name}} answers.`),
      outputs.map((property) => plainMember(property)),
    ),
    plainInterfaces([...inputs, ...outputs]),
    inputInterfaces(inputs),
    `${docComment(shape.description)}export function ${name}(args: ${forms.plain}${byDefault}, opts: pulumi.InvokeOptions = {}): Promise<${forms.result}> {
  return invoke(${JSON.stringify(token(name))}, ${bag}, opts);
}
`,
    `${docComment(shape.description, `For arguments that are outputs of resources.`)}export function ${name}Output(args: ${forms.output}${byDefault}, opts: pulumi.InvokeOutputOptions = {}): pulumi.Output<${forms.result}> {
  return invokeOutput(${JSON.stringify(token(name))}, ${bag}, opts);
}
`,
  ];
  return { path: `sdk/${lowerFirst(name)}.ts`, text: text.join("\n") };
}
