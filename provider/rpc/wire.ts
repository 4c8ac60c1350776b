import { ListValue, NullValue, Struct, Value as WireValue } from "google-protobuf/google/protobuf/struct_pb";
import { ProviderError } from "./errors";
import { containsUnknown, isSecret, isUnknown, Secret, UNKNOWN, type PropertyMap, type Value } from "./values";

// The constants are the engine's: sdk/go/common/resource/{properties,sig}.go and plugin/rpc.go of pulumi/pulumi.

/** The key that marks an object as a special value. */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

const SIGNATURE = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
} as const;

/** What stands for a string that is not known yet. It is what we send for every unknown: the engine goes by the schema. */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const UNKNOWNS: ReadonlySet<string> = new Set([
  UNKNOWN_STRING,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // bool
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/**
 * Reads properties as the engine sends them.
 * - An output value becomes its value, unknown without one, and secret when it says so.
 * - A resource reference becomes the resource's id (unknown while it has none), or its URN when it is a component, which has no id:
 *   what the engine itself sends to a plugin that takes no references.
 *
 * @throws ProviderError when a special value is malformed, or is an asset or an archive, which no resource here takes.
 */
export function decodeProperties(struct: Struct | undefined): PropertyMap {
  return struct === undefined ? {} : decodeStruct(struct, "");
}

/**
 * Writes properties for the engine. Entries that are `undefined` are left out, and so are properties that hold unknowns when
 * `known` is asked for: the engine takes unknowns in previews only, and would drop a resource that was just made because of one.
 */
export function encodeProperties(properties: PropertyMap, values: "any" | "known" = "any"): Struct {
  const entries = Object.entries(properties).filter(([, value]) => values === "any" || !containsUnknown(value));
  return encodeEntries(entries, "");
}

function decodeStruct(struct: Struct, path: string): PropertyMap {
  const entries: [string, Value][] = [];
  struct.getFieldsMap().forEach((value, name) => {
    entries.push([name, decodeValue(value, path === "" ? name : `${path}.${name}`)]);
  });
  // Unlike an assignment, `fromEntries` makes an entry of every name, `__proto__` included.
  return Object.fromEntries(entries);
}

function decodeValue(value: WireValue, path: string): Value {
  switch (value.getKindCase()) {
    case WireValue.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case WireValue.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case WireValue.KindCase.STRING_VALUE:
      return UNKNOWNS.has(value.getStringValue()) ? UNKNOWN : value.getStringValue();
    case WireValue.KindCase.LIST_VALUE: {
      const items = value.getListValue()?.getValuesList() ?? [];
      return items.map((item, index) => decodeValue(item, `${path}[${index}]`));
    }
    case WireValue.KindCase.STRUCT_VALUE:
      return decodeObject(decodeStruct(value.getStructValue() ?? new Struct(), path), path);
    case WireValue.KindCase.NULL_VALUE:
    case WireValue.KindCase.KIND_NOT_SET:
      return null;
  }
}

/** An object without a signature is a plain one. */
function decodeObject(object: PropertyMap, path: string): Value {
  if (!Object.hasOwn(object, SIGNATURE_KEY)) return object;
  switch (object[SIGNATURE_KEY]) {
    case SIGNATURE.secret:
      if (object["value"] === undefined) throw malformed(path, "a secret without a value");
      return new Secret(object["value"]);
    case SIGNATURE.output: {
      const value = object["value"] ?? UNKNOWN;
      return object["secret"] === true ? new Secret(value) : value;
    }
    case SIGNATURE.resource:
      return decodeResource(object, path);
    case SIGNATURE.asset:
      throw unsupported(path, "an asset");
    case SIGNATURE.archive:
      throw unsupported(path, "an archive");
    default:
      throw malformed(path, "a value with a signature this plugin does not know");
  }
}

function decodeResource(reference: PropertyMap, path: string): Value {
  const { id, urn } = reference;
  if (id !== undefined) return id === "" ? UNKNOWN : id;
  if (typeof urn !== "string") throw malformed(path, "a resource reference without a URN");
  return urn;
}

function malformed(path: string, what: string): ProviderError {
  return new ProviderError(
    `Property "${path}" arrived as ${what}. The program's Pulumi SDK and the engine disagree: update both to the same version.`,
  );
}

function unsupported(path: string, what: string): ProviderError {
  return new ProviderError(
    `Property "${path}" is ${what}, but no property of this package takes one. Give the text itself, for example with readFileSync.`,
  );
}

function encodeEntries(entries: readonly [string, Value][], path: string): Struct {
  const struct = new Struct();
  const fields = struct.getFieldsMap();
  for (const [name, value] of entries) {
    if ((value as Value | undefined) !== undefined) {
      fields.set(name, encodeValue(value, path === "" ? name : `${path}.${name}`));
    }
  }
  return struct;
}

function encodeValue(value: Value, path: string): WireValue {
  const wire = new WireValue();
  if (isUnknown(value)) return wire.setStringValue(UNKNOWN_STRING);
  if (isSecret(value)) {
    const marked = { [SIGNATURE_KEY]: SIGNATURE.secret, value: value.reveal() };
    return wire.setStructValue(encodeEntries(Object.entries(marked), path));
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => encodeValue(item, `${path}[${index}]`));
    return wire.setListValue(new ListValue().setValuesList(items));
  }
  switch (typeof value) {
    case "boolean":
      return wire.setBoolValue(value);
    case "number":
      return wire.setNumberValue(value);
    case "string":
      return wire.setStringValue(value);
    case "object":
      return value === null
        ? wire.setNullValue(NullValue.NULL_VALUE)
        : wire.setStructValue(encodeEntries(Object.entries(value), path));
    default:
      return encodeStray(value, path);
  }
}

/** What the types rule out and a defect may still send. In a list `undefined` is null, as in JSON. */
function encodeStray(value: unknown, path: string): WireValue {
  if (value === undefined) return new WireValue().setNullValue(NullValue.NULL_VALUE);
  throw new TypeError(`property "${path}" is a ${typeof value}, which has no form on the wire`);
}
