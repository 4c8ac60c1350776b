/** The main of a plugin, for the tests of its process. What a Create does is its input `do`. */
import { serve, type CreateRequest, type Created } from "../../../provider/rpc";
import { provider, TYPE, handler } from "./samples";

async function create({ inputs, signal, log }: CreateRequest): Promise<Created> {
  const done = { id: String(process.pid), outputs: {} };
  switch (inputs["do"]) {
    case "print":
      // eslint-disable-next-line no-console -- what must not reach stdout
      console.log("on console.log");
      process.stdout.write("on process.stdout\n");
      return done;
    case "log":
      log("info", "to the engine");
      return done;
    case "wait":
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          reject(signal.reason as Error);
        });
      });
    case "wait for ever":
      return new Promise(() => undefined);
    case "defect beside":
      setTimeout(() => {
        throw new Error("thrown beside");
      }, 0);
      void Promise.reject(new Error("rejected beside"));
      return new Promise((resolve) => {
        setTimeout(resolve, 50, done);
      });
    default:
      return done;
  }
}

void serve(provider({ resources: { [TYPE]: handler({ create }) } }));
