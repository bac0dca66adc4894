#!/usr/bin/env bash
# The package as people get it: packed, installed from the tarball and from git, run.
set -euo pipefail
here=$(pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

npm pack --silent --pack-destination "$folder" > "$folder/name"
tarball="$folder/$(tail -n 1 "$folder/name")"

check() {
  local bin="$1/node_modules/.bin/jhub-lint"
  local status=0
  "$bin" "$here/fixtures/sample/config.yaml" > "$1/out" || status=$?
  [ "$status" = 1 ] && grep -q 'dummy-authenticator' "$1/out" || { echo "$2: exit $status"; cat "$1/out"; exit 1; }
  echo "$2: $("$bin" --version) installs and lints"
}

mkdir "$folder/tar" "$folder/git"
(cd "$folder/tar" && npm init -y > /dev/null && npm install --silent --no-audit --no-fund "$tarball")
check "$folder/tar" 'from the tarball'

# what is committed, as somebody gets it who installs from the repository
git clone --quiet "$here" "$folder/repository"
(cd "$folder/git" && npm init -y > /dev/null && npm install --silent --no-audit --no-fund --allow-git=all "git+file://$folder/repository")
check "$folder/git" 'from git'
