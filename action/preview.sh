#!/usr/bin/env bash
# Previews the stack, and exports its state: changes nothing. Neither a failing preview nor a missing state ends the job here: the
# review says what came of it.
set -euo pipefail

: "${INPUT_STACK:?The input stack is empty: name the stack to preview.}"
work_dir=${INPUT_WORK_DIR:-.}
pulumi=${INPUT_PULUMI_COMMAND:-pulumi}
folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/pinecone-security-XXXXXX")

if ! command -v "$pulumi" >/dev/null; then
  echo "::error::$pulumi is not there: install Pulumi in a step before, or give pulumi-command its path."
  exit 2
fi

code=0
"$pulumi" preview --json --show-sames --non-interactive --cwd "$work_dir" --stack "$INPUT_STACK" >"$folder/preview.json" || code=$?
if [ ! -s "$folder/preview.json" ]; then
  # Pulumi has printed why. A report on it is still better than an old one that stays.
  printf '{"diagnostics":[{"severity":"error","message":"pulumi preview ended with exit code %d and printed no preview; the log of the job says why."}]}\n' \
    "$code" >"$folder/preview.json"
fi
echo "preview=$folder/preview.json" >>"$GITHUB_OUTPUT"

# How old an API key is stands in the state only. Its secrets stay encrypted.
if "$pulumi" stack export --non-interactive --cwd "$work_dir" --stack "$INPUT_STACK" >"$folder/state.json"; then
  echo "state=$folder/state.json" >>"$GITHUB_OUTPUT"
fi
