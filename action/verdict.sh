#!/usr/bin/env bash
# Ends the job as the review ended, after everybody has been told.
set -euo pipefail

case "${EXIT_CODE:-}" in
  0) ;;
  1) echo "::error::A mandatory policy is violated: the report on the pull request says which, why, and what to do." ;;
  3) echo "::error::The preview failed: the report on the pull request says with what." ;;
  *) echo "::error::The review could not be made: the log of its step says why." ;;
esac
exit "${EXIT_CODE:-2}"
