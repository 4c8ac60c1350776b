/** The command `pulumi-pinecone-security`. */
import { main } from "./command";
import { runCommand } from "./input";

void main(process.argv.slice(2), {
  environment: process.env,
  run: runCommand,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
