#!/usr/bin/env bash
# The pre-commit hook as people get it: installed by pre-commit from what is committed here, on a repository of its own.
set -euo pipefail
here=$(pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

skip() { echo "skipped: $1"; exit 0; }
command -v python3 > /dev/null || skip 'there is no Python for pre-commit'
python3 -m venv "$folder/venv" > "$folder/log" 2>&1 || skip "no virtual environment: $(tail -n 1 "$folder/log")"
"$folder/venv/bin/pip" install --quiet 'pre-commit>=4,<5' > "$folder/log" 2>&1 || skip "pre-commit cannot be had: $(tail -n 1 "$folder/log")"
export PATH="$folder/venv/bin:$PATH" PRE_COMMIT_HOME="$folder/cache"
git() { command git -c user.name=test -c user.email=test@example.org -c init.defaultBranch=main -c commit.gpgsign=false "$@"; }

git clone --quiet "$here" "$folder/jhub-lint"
git init --quiet "$folder/hub"
cd "$folder/hub"
cat > .pre-commit-config.yaml << EOF
default_language_version: { node: system }
repos:
  - repo: file://$folder/jhub-lint
    rev: $(git -C "$folder/jhub-lint" rev-parse HEAD)
    hooks:
      - id: jhub-lint
EOF
git add .
pre-commit install > /dev/null
git commit --quiet --message 'Lint the hub' 2> "$folder/log" || { cat "$folder/log"; exit 1; }

# expect passes|fails FILE PATTERN: the commit that adds FILE, and what the hook says
expect() {
  local status=0
  git add "$2"
  git commit --message "Add $2" > "$folder/log" 2>&1 || status=$?
  local ended=passes
  [ "$status" = 0 ] || ended=fails
  [ "$ended" = "$1" ] && grep -q "$3" "$folder/log" || { echo "$2: the commit $ended"; cat "$folder/log"; exit 1; }
  [ "$status" = 0 ] || git reset --quiet "$2"
  echo "$2: the commit $ended"
}

cat > config.yaml << 'EOF'
hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      allowed_organizations: [example]
EOF
expect passes config.yaml 'jhub-lint.*Passed'

mkdir -p hubs chart/templates
sed 's/github$/dummy/' config.yaml > hubs/staging.yaml
expect fails hubs/staging.yaml 'hubs/staging.yaml:4:28: error: .*dummy-authenticator'

printf 'services:\n  hub:\n    image: nginx\n' > docker-compose.yaml
expect passes docker-compose.yaml 'jhub-lint.*no files to check'

cp docker-compose.yaml values.yaml
expect passes values.yaml 'jhub-lint.*Passed'

printf '{{- if .Values.hub }}\nkind: ConfigMap\n{{- end }}\n' > chart/templates/hub.yaml
expect passes chart/templates/hub.yaml 'jhub-lint.*no files to check'
