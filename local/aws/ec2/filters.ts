import type { Filter } from "@aws-sdk/client-ec2";
import { ProviderError } from "../../../provider/rpc";
import type { PlainObject, Tags } from "../resourceType";

/** What a function looks for. */
interface Wanted {
  readonly id?: string;
  readonly tags?: Tags;
  readonly filters?: readonly PlainObject[];
}

/**
 * The filters of a request to EC2.
 *
 * @param fields - EC2's names of filters, each with the wanted value; those without one are left out.
 */
export function filtersOf(wanted: Wanted, fields: Readonly<Record<string, string | boolean | undefined>>): Filter[] {
  return [
    ...Object.entries(fields).flatMap(([Name, value]) =>
      value === undefined ? [] : { Name, Values: [String(value)] },
    ),
    ...Object.entries(wanted.tags ?? {}).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] })),
    ...(wanted.filters ?? []).map(({ name, values }) => ({ Name: String(name), Values: values as string[] })),
  ];
}

/** The one that was found. @throws ProviderError when there is none, or more than one */
export function theOnly<T>(found: readonly T[] | undefined, title: string): T {
  const [first, ...more] = found ?? [];
  if (first === undefined) {
    throw new ProviderError(`No ${title} is like that: check the arguments and the region.`);
  }
  if (more.length > 0) {
    throw new ProviderError(
      `${more.length + 1} ${title}s are like that, and one is wanted: give its id, or more tags.`,
    );
  }
  return first;
}
