#!/bin/bash
# Fetches the tokens of the connector and runs it, from the image that is the only argument. systemd names both directories; that of the
# tokens is in memory. Tokens never stand on a command line or in the output, where others could read them. But Docker keeps the environment
# of a container in its directory on the boot disk, tokens included.
set -euo pipefail
umask 077

metadata=http://metadata.google.internal/computeMetadata/v1/instance
tokens=$RUNTIME_DIRECTORY/tokens.env

# fetch URL: the header is read from standard input.
fetch() {
  curl --fail --silent --show-error --max-time 30 --retry 5 --retry-connrefused --header @- "$1"
}

# field NAME: the text of one field of the JSON on standard input.
field() {
  sed -n 's/.*"'"$1"'": *"\([^"]*\)".*/\1/p'
}

version=$(echo 'Metadata-Flavor: Google' | fetch "$metadata/attributes/twingate-secret-version")
access=$(echo 'Metadata-Flavor: Google' | fetch "$metadata/service-accounts/default/token" | field access_token)
printf 'Authorization: Bearer %s\n' "$access" | fetch "https://secretmanager.googleapis.com/v1/$version:access" |
  field data | base64 --decode >"$tokens"
if ! [[ -s $tokens ]]; then
  echo "no tokens in $version" >&2
  exit 1
fi

# Of the output only one half is attached, and goes nowhere: Docker logs both.
# Nobody reaches the metadata server, and with it the account of the machine, through the connector. DNS, at the same address, stays open.
shut=(DOCKER-USER --destination 169.254.169.254/32 --protocol tcp --destination-port 80 --jump DROP)
iptables --wait --check "${shut[@]}" 2>/dev/null || iptables --wait --insert "${shut[@]}" ||
  echo "the metadata server is open to the connector" >&2

exec docker run --rm --name=twingate-connector --attach=stdout \
  --env-file="$CONFIGURATION_DIRECTORY/connector.env" --env-file="$tokens" \
  --user=65532:65532 --cap-drop=ALL --security-opt=no-new-privileges --read-only \
  --tmpfs=/var/run/twingate:uid=65532,gid=65532,mode=0700 \
  --sysctl=net.ipv4.ping_group_range='0 2147483647' \
  --log-driver=json-file --log-opt=max-size=10m --log-opt=max-file=3 \
  "$1"
