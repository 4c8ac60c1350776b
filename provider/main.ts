/** The plugin `pulumi-resource-pinecone-security`, as the Pulumi engine starts it. */
import { version } from "../package.json";
import schema from "../schema.json";
import { pineconeSecurity } from "./resources/plugin";
import { serve } from "./rpc/serve";

serve(pineconeSecurity({ version, schema: () => JSON.stringify(schema) })).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
