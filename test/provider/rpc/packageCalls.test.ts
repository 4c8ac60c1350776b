import { status, type ServiceError } from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import {
  CallRequest,
  CheckRequest,
  ConfigureRequest,
  ConstructRequest,
  DiffRequest,
  DiffResponse,
  GetMappingRequest,
  GetMappingsRequest,
  GetSchemaRequest,
  InvokeRequest,
  ListRequest,
  ParameterizeRequest,
  ProviderHandshakeRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { describe, expect, test } from "vitest";
import { decodeProperties, encodeProperties, ProviderError, Secret, type PropertyMap } from "../../../provider/rpc";
import { ask, clientOf, failureOf, fakeEngine, provider } from "./support";

describe("the plugin introduces itself", () => {
  test("in the handshake: secrets are taken, references and output values are not", async () => {
    const client = await clientOf(provider());
    const response = await ask(client, "handshake", new ProviderHandshakeRequest());
    expect(response.toObject()).toEqual({
      acceptSecrets: true,
      acceptResources: false,
      acceptOutputs: false,
      supportsAutonamingConfiguration: false,
    });
  });

  test("with its version and its schema", async () => {
    const client = await clientOf(provider());
    expect((await ask(client, "getPluginInfo", new Empty())).getVersion()).toBe("1.2.3");
    expect((await ask(client, "getSchema", new GetSchemaRequest())).getSchema()).toBe(`{"name":"sample"}`);
  });

  test("and refuses a schema of a version it does not know", async () => {
    const client = await clientOf(provider());
    const error = await failureOf(ask(client, "getSchema", new GetSchemaRequest().setVersion(2)));
    expect(error.details).toBe("Schemas of version 2 are not known to this plugin; it has version 0.");
  });
});

describe("the engine's address", () => {
  const talkative = provider({
    configure: ({ log }) => {
      log("info", "configured");
    },
  });

  test.each(["handshake", "attach"] as const)("comes with the %s", async (method) => {
    const { address, lines } = await fakeEngine();
    const client = await clientOf(talkative);
    if (method === "handshake") {
      await ask(client, "handshake", new ProviderHandshakeRequest().setEngineAddress(address));
    } else {
      await ask(client, "attach", new PluginAttach().setAddress(address));
    }
    await ask(client, "configure", new ConfigureRequest());
    expect(lines).toMatchObject([{ message: "configured", urn: "" }]);
  });

  test("is not needed", async () => {
    const client = await clientOf(talkative);
    expect((await ask(client, "configure", new ConfigureRequest())).getAcceptsecrets()).toBe(true);
  });
});

describe("CheckConfig", () => {
  test("answers the inputs", async () => {
    const client = await clientOf(
      provider({ checkConfig: ({ news }) => ({ inputs: { ...news, b: 2 }, failures: [] }) }),
    );
    const response = await ask(client, "checkConfig", new CheckRequest().setNews(encodeProperties({ a: "1" })));
    expect(decodeProperties(response.getInputs())).toEqual({ a: "1", b: 2 });
  });

  test("names a bad property in the reason, so that the engine does not print its value", async () => {
    const failures = [{ property: "clientSecret", reason: "is too short" }];
    const client = await clientOf(provider({ checkConfig: ({ news }) => ({ inputs: news, failures }) }));
    const request = new CheckRequest().setNews(encodeProperties({ clientSecret: "s3cret" }));
    const response = await ask(client, "checkConfig", request);
    expect(response.getFailuresList().map((failure) => failure.toObject())).toEqual([
      { property: "", reason: "clientSecret: is too short" },
    ]);
  });

  test("makes a failed check of what is thrown, because the engine would put gRPC's words before an error", async () => {
    const checkConfig = (): never => {
      throw new ProviderError("No credentials were found.");
    };
    const client = await clientOf(provider({ checkConfig }));
    const response = await ask(client, "checkConfig", new CheckRequest());
    expect(response.getFailuresList().map((failure) => failure.toObject())).toEqual([
      { property: "", reason: "No credentials were found." },
    ]);
  });
});

describe("DiffConfig", () => {
  test("replaces nothing, whatever has changed", async () => {
    const client = await clientOf(provider());
    const request = new DiffRequest()
      .setOldInputs(encodeProperties({ clientId: "a" }))
      .setNews(encodeProperties({ clientId: "b" }));
    const response = await ask(client, "diffConfig", request);
    expect(response.getReplacesList()).toEqual([]);
    expect(response.getDetaileddiffMap().getLength()).toBe(0);
    expect(response.getChanges()).toBe(DiffResponse.DiffChanges.DIFF_UNKNOWN);
  });
});

describe("Configure", () => {
  const configured = async (request: ConfigureRequest): Promise<PropertyMap> => {
    let seen: PropertyMap = {};
    const client = await clientOf(
      provider({
        configure: ({ inputs }) => {
          seen = inputs;
        },
      }),
    );
    const response = await ask(client, "configure", request);
    expect(response.toObject()).toEqual({
      acceptsecrets: true,
      supportspreview: true,
      acceptresources: false,
      acceptoutputs: false,
      supportsAutonamingConfiguration: false,
    });
    return seen;
  };

  test("passes the arguments, structured ones as the text they come as", async () => {
    const args = encodeProperties({ confirmed: `{"a":"b"}`, clientSecret: new Secret("s3cret") });
    const inputs = await configured(new ConfigureRequest().setArgs(args));
    expect(inputs["confirmed"]).toBe(`{"a":"b"}`);
    expect((inputs["clientSecret"] as Secret).reveal()).toBe("s3cret");
  });

  test("takes an older engine's variables where there are no arguments", async () => {
    const request = new ConfigureRequest();
    request.getVariablesMap().set("sample:config:clientId", "abc");
    expect(await configured(request)).toEqual({ clientId: "abc" });
  });

  test("passes a refusal on as it is", async () => {
    const configure = (): never => {
      throw new ProviderError("The client secret was rejected.");
    };
    const client = await clientOf(provider({ configure }));
    const error = await failureOf(ask(client, "configure", new ConfigureRequest()));
    expect([error.code, error.details]).toEqual([status.INVALID_ARGUMENT, "The client secret was rejected."]);
  });
});

describe("Invoke", () => {
  const token = "sample:index:getThing";

  test("calls the function of the token", async () => {
    const served = provider({
      functions: { [token]: { invoke: async ({ args, token }) => ({ result: { ...args, token }, failures: [] }) } },
    });
    const client = await clientOf(served);
    const request = new InvokeRequest().setTok(token).setArgs(encodeProperties({ id: "1" }));
    const response = await ask(client, "invoke", request);
    expect(decodeProperties(response.getReturn())).toEqual({ id: "1", token });
  });

  test("answers what is wrong with the arguments in place of a result", async () => {
    const failures = [{ property: "id", reason: "is empty" }];
    const client = await clientOf(
      provider({ functions: { [token]: { invoke: async () => ({ result: { a: 1 }, failures }) } } }),
    );
    const request = new InvokeRequest().setTok(token).setArgs(encodeProperties({ id: "x" }));
    const response = await ask(client, "invoke", request);
    expect(response.getFailuresList().map((failure) => failure.toObject())).toEqual(failures);
    expect(response.hasReturn()).toBe(false);
  });

  test("refuses a function the package does not have", async () => {
    const client = await clientOf(provider());
    const error = await failureOf(ask(client, "invoke", new InvokeRequest().setTok("sample:index:no")));
    expect(error.details).toMatch(`sample 1.2.3 has no function "sample:index:no". It has none.`);
  });
});

describe("what the plugin does not serve", () => {
  test("has no mappings, which an empty answer says", async () => {
    const client = await clientOf(provider());
    const mapping = await ask(client, "getMapping", new GetMappingRequest().setKey("terraform"));
    const mappings = await ask(client, "getMappings", new GetMappingsRequest().setKey("terraform"));
    expect([mapping.getProvider(), mapping.getData_asU8().length, mappings.getProvidersList()]).toEqual(["", 0, []]);
  });

  test("is answered as unimplemented, with the reason", async () => {
    const client = await clientOf(provider());
    const errors = await Promise.all([
      failureOf(ask(client, "parameterize", new ParameterizeRequest())),
      failureOf(ask(client, "construct", new ConstructRequest())),
      failureOf(ask(client, "call", new CallRequest())),
      new Promise<ServiceError>((resolve) => {
        client
          .list(new ListRequest())
          .on("error", (error: ServiceError) => {
            resolve(error);
          })
          .resume();
      }),
    ]);
    expect(errors.map(({ code, details }) => [code, details])).toEqual([
      [status.UNIMPLEMENTED, "sample is not a parameterized package"],
      [status.UNIMPLEMENTED, "sample has no component resources in its plugin"],
      [status.UNIMPLEMENTED, "sample has no resources with methods"],
      [status.UNIMPLEMENTED, "sample does not list resources"],
    ]);
  });
});
