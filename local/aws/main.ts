import { serve } from "../../provider/rpc";
import { awsPlugin } from "./plugin";

// The SDK is bundled: its wish for a newer Node.js is for who builds this, and would show in every `pulumi up`.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

serve(awsPlugin(process.env)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
