/** What the demo says, and when it stops. */
let steps = 0;
let interrupted = false;

/** Lets the step that runs end, and no other begin: Ctrl-C reaches `pulumi` too, which winds down by itself. */
export function interrupt(): void {
  interrupted = true;
}

/** Whether Ctrl-C was pressed. */
export function isInterrupted(): boolean {
  return interrupted;
}

/** Begins a step. @throws Error after Ctrl-C */
export function step(title: string): void {
  if (interrupted) throw new Error("Interrupted.");
  steps += 1;
  console.log(`\n━━ ${steps}. ${title}`);
}

/** Prints one line. */
export function log(line: string): void {
  console.log(line);
}

/** Something that was looked at, and has to hold. */
export function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Not so: ${what}.`);
  log(`✓ ${what}`);
}
