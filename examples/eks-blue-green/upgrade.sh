#!/usr/bin/env bash
# Walks an upgrade from Kubernetes 1.34 to 1.35 in the sandbox, one `up` at a time: a second cluster, a shift, and the end of the first.
# With pulumi in place of the sandbox's command, the steps are the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
example=./examples/eks-blue-green
state=${1:-.sandbox/eks-blue-green} # a folder; run it again with another one, or after `rm -r` of this one

up() {
  printf '\n== up %s\n' "$*"
  local project=$1
  shift
  go run ./sandbox/cmd/sandbox up "$example/$project" -s staging --state "$state" "$@" | sed -n '/^Outputs/,/^Duration/p'
}

up cluster # blue
up platform
up app

up cluster --config-file "$example/upgrade/1-add-green.yaml"
up platform
up app # the shop runs on green too: look at it before the next step

up cluster --config-file "$example/upgrade/2-shift.yaml"
up platform
up app # two weights change

up cluster --config-file "$example/upgrade/3-drain-blue.yaml"
up app # applications leave first, then the controllers that clean up after them
up platform

up cluster --config-file "$example/upgrade/4-remove-blue.yaml"
up platform
up app
