#!/bin/sh
exec node "$RUN_POLICY_PACK" "$@"
