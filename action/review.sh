#!/usr/bin/env bash
# Writes the report on a preview, in its three forms, and into the summary of the job.
set -euo pipefail

work_dir=${INPUT_WORK_DIR:-.}
folder=$(dirname "$PREVIEW_FILE")

# Of the package that the program itself uses: the report knows what that version's resources mean.
find_review() {
  local at
  at=$(cd "$work_dir" && pwd)
  while :; do
    if [ -x "$at/node_modules/.bin/pulumi-pinecone-security" ]; then
      echo "$at/node_modules/.bin/pulumi-pinecone-security"
      return
    fi
    [ "$at" = / ] && return
    at=$(dirname "$at")
  done
}

review=${INPUT_REVIEW_COMMAND:-$(find_review)}
if [ -z "$review" ]; then
  echo "::error::pulumi-pinecone-security is not installed in $work_dir: run npm ci in a step before, or give review-command its path."
  exit 2
fi

args=(review --preview "$PREVIEW_FILE" --cwd "$work_dir" --stack "$INPUT_STACK" --title "${INPUT_TITLE:-Security review}")
args+=(--markdown "$folder/review.md" --sarif "$folder/review.sarif" --json "$folder/review.json")
if [ -n "${STATE_FILE:-}" ]; then args+=(--state "$STATE_FILE"); fi
if [ -n "${INPUT_POLICY_CONFIG:-}" ]; then args+=(--config "$INPUT_POLICY_CONFIG"); fi

code=0
"$review" "${args[@]}" || code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"

# Wrong use writes no report.
if [ ! -s "$folder/review.json" ]; then exit 0; fi
{
  echo "markdown=$folder/review.md"
  echo "sarif=$folder/review.sarif"
  echo "json=$folder/review.json"
  echo "violations=$(node -p 'const { violations } = JSON.parse(fs.readFileSync(process.argv[1])).summary; violations.mandatory + violations.advisory' "$folder/review.json")"
} >>"$GITHUB_OUTPUT"
cat "$folder/review.md" >>"$GITHUB_STEP_SUMMARY"
