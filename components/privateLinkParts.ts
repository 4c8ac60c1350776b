import * as pulumi from "@pulumi/pulumi";
import { refusal } from "./inputs";

/** @internal The type of the component in the stack. */
export const PRIVATE_LINK = "pinecone-security:components:PrivateLink";

/** @internal What the parts of a PrivateLink have in common. */
export interface Link {
  /** The component's name, which the names of its children begin with. */
  readonly name: string;
  /** The AWS region of the endpoint and the indexes. */
  readonly region: string;
  /** Pinecone's VPC endpoint service in the region. */
  readonly serviceName: pulumi.Output<string>;
  /** The DNS zone of the private hosts in the region. */
  readonly dnsZone: pulumi.Output<string>;
  /** The component. */
  readonly parent: pulumi.ComponentResource;
}

/** @internal What to throw inside `apply` for an argument that turns out to be wrong. */
export function wrong({ name }: Link, propertyPath: string, ...reasons: readonly string[]): pulumi.RunError {
  const found = reasons.map((reason) => ({ propertyPath, reason }));
  return refusal(PRIVATE_LINK, name, found);
}

/** An element of a list, and what the name of its child ends with. */
interface Suffixed {
  readonly suffix: string;
  readonly value: pulumi.Input<string>;
  /** Its place in the list. */
  readonly index: number;
}

/**
 * @internal Suffixes for the children that are made from a list. A plain text gives its own, so that its child is the same wherever it stands in the
 * list; an output can't, and has its place among the outputs.
 */
export function withSuffixes(values: readonly pulumi.Input<string>[], kind: string): Suffixed[] {
  const outputs = values.filter((value) => typeof value !== "string");
  return values.map((value, index) => {
    const isPlain = typeof value === "string";
    const suffix = isPlain ? value.replaceAll(/[^\w.-]/g, "-") : `${kind}-${outputs.indexOf(value) + 1}`;
    return { suffix, value, index };
  });
}

/**
 * @internal The private host of an index, from its public one or from itself.
 *
 * @throws RunError for a host that is not in the region
 */
export function privateHostOf(host: string, zone: string, region: string): string {
  const publicZone = zone.replace(/^private\./, "");
  const [index = ""] = host.split(".svc.");
  const privateHost = `${index}.svc.${zone}`;
  if (/^[\w-]+$/.test(index) && [`${index}.svc.${publicZone}`, privateHost].includes(host)) return privateHost;
  const expected = `expected one such as <index>.svc.${publicZone}, without https:// before it`;
  throw new pulumi.RunError(`${JSON.stringify(host)} is not the host of an index in ${region}; ${expected}.`);
}
