#!/bin/sh
# generated_test.sh ROOT: generates the parser again, into a temporary folder, and compares it with grammar/generated/. Where the
# tool is missing, scripts/generate-grammar says what to install and the test fails.
set -eu
root=$1
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

"$root/scripts/generate-grammar" "$temporary"
if ! diff -r "$root/grammar/generated" "$temporary"; then
  echo "grammar/generated/ is not what Condition.g4 generates: run scripts/generate-grammar and commit the result" >&2
  exit 1
fi
