import type { FormerResource } from "./plan";
import { nameOf } from "./plan";
import type { Properties } from "./values";
import { UNKNOWN } from "./values";

/** A resource as the engine serializes it, in a state and in `pulumi preview --json`. */
export interface SerializedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly created?: string;
  /** A replaced resource whose deletion is still to come. */
  readonly delete?: boolean;
}

/** What the engine writes for values that are not known, one for each type of value. */
const UNKNOWN_TEXTS = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The key that marks values which JSON has no form for, and its value for secrets and for values of a resource's output. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** What `pulumi preview --json` writes for a secret. */
const SECRET_TEXT = "[secret]";

/** A value with {@link UNKNOWN} for all that is not told: what is not known yet, and secrets. */
export function plainValue(value: unknown): unknown {
  if (typeof value === "string") return UNKNOWN_TEXTS.has(value) || value === SECRET_TEXT ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  if (object[SIGNATURE] === SECRET_SIGNATURE) return UNKNOWN;
  if (object[SIGNATURE] === OUTPUT_SIGNATURE) return "value" in object ? plainValue(object["value"]) : UNKNOWN;
  return plainProperties(object);
}

/** As {@link plainValue}, for the properties of a resource. */
export function plainProperties(properties: Readonly<Record<string, unknown>> = {}): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, plainValue(value)]));
}

/** Lists of URNs by property; the engine writes null for an empty one. */
export function sourcesOf({ propertyDependencies = {} }: SerializedResource): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(propertyDependencies).map(([name, urns]) => [name, urns ?? []]));
}

/** A resource of a state; none for what is no resource, and for one that was replaced already. */
export function formerResourceOf(serialized: unknown): FormerResource[] {
  const resource = serialized as SerializedResource;
  if (typeof resource.urn !== "string" || resource.delete === true) return [];
  const {
    urn,
    type,
    id,
    inputs,
    outputs,
    protect = false,
    retainOnDelete = false,
    created,
    dependencies = [],
  } = resource;
  return [
    {
      urn,
      type,
      name: nameOf(urn),
      id,
      properties: plainProperties({ ...outputs, ...inputs }),
      protect,
      retainOnDelete,
      created,
      dependencies,
      propertyDependencies: sourcesOf(resource),
    },
  ];
}
