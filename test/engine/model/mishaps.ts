/** What others do to the project, and what Pinecone does. */
import { type Command, command } from "./command";
import type { Region } from "./model";

/** What may happen to a registration. */
export const MISHAPS = ["deregistered", "rejected", "failed", "deleted in AWS"] as const;

/** What may happen to a request: that it is not carried out, or that nobody hears of it. */
export const DISTURBANCES = ["503", "lost request", "lost answer"] as const;

/** Somebody makes an index in a region, or deletes the one that is there. */
export function addOrRemoveIndex(region: Region): Command {
  return command({
    title: `an index in ${region} is made, or the one there deleted`,
    run: async (model, { pinecone, projectId }) => {
      const name = indexIn(region);
      if (model.indexes.delete(name)) return pinecone.deleteIndex(projectId, name);
      model.indexes.set(name, region);
      await pinecone.createIndex(projectId, {
        name,
        deployment: { deployment_type: "managed", cloud: "aws", region },
      });
    },
  });
}

/** Something happens to the first registration of a region. */
export function breakWay(region: Region, how: (typeof MISHAPS)[number]): Command {
  return command({
    title: `a registration in ${region} is ${how} by somebody`,
    makesSense: ({ registered }) => [...registered.values()].some((one) => one.region === region),
    run: async (model, real) => {
      const [id = "", was] = [...model.registered].find(([, one]) => one.region === region) ?? [];
      const { privateEndpoints } = await real.pinecone.snapshot();
      const own = privateEndpoints.find((one) => one.vpc_endpoint_id === id)?.id ?? "";
      if (how === "deregistered") {
        model.registered.delete(id);
        await real.pinecone.deletePrivateEndpoint(own);
      } else if (how === "deleted in AWS") {
        model.goneFromAws.add(id);
        if (was?.state === "available") model.registered.set(id, { region, state: "failed" });
        // What was registered by the back door stays as it was told to be.
        if (was?.state === "available" && model.byHand.has(id))
          await real.pinecone.changePrivateEndpoint(own, { state: "failed" });
        await real.deleteVpcEndpoint(region, id);
      } else {
        const state = how === "failed" ? "failed" : "rejected";
        model.registered.set(id, { region, state });
        await real.pinecone.changePrivateEndpoint(own, { state, state_reason: "somebody did" });
      }
    },
  });
}

/** A second way that no stack knows. */
export function registerByHand(region: Region): Command {
  return command({
    title: `a VPC endpoint in ${region} is registered by hand`,
    run: async (model, real) => {
      const id = await real.vpcEndpoint(region, "by hand");
      if (model.registered.has(id)) return;
      model.registered.set(id, { region, state: "available" });
      model.byHand.add(id);
      await real.pinecone.addPrivateEndpoint(real.projectId, { region, vpc_endpoint_id: id });
    },
  });
}

export function turnByHand(restricted: boolean): Command {
  return command({
    title: `somebody turns the switch ${restricted ? "on" : "off"}`,
    run: async (model, { pinecone, projectId }) => {
      model.restricted = restricted;
      await pinecone.setNetworkAccess(projectId, restricted);
    },
  });
}

export function decide(verdict: "available" | "rejected"): Command {
  return command({
    title: `what is registered from now on is ${verdict}`,
    run: async (model, { pinecone }) => {
      model.verdict = verdict;
      await pinecone.settings({ privateEndpointVerdict: { state: verdict } });
    },
  });
}

/** A passing fault: it must not show in what comes of the next command. */
export function disturb(method: "POST" | "PATCH" | "DELETE", what: (typeof DISTURBANCES)[number]): Command {
  return command({
    title: `the next ${method} meets a ${what}`,
    run: async (_model, { pinecone }) => {
      await pinecone.clearFaults();
      const busy = { kind: "status", status: 503 } as const;
      const effect = what === "503" ? busy : ({ kind: "cut", commit: what === "lost answer" } as const);
      await pinecone.fault({ method, path: "/admin/**", effect });
    },
  });
}

/** The name of the index in a region. */
export function indexIn(region: Region): string {
  return `in-${region}`;
}
