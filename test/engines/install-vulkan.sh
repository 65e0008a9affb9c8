#!/usr/bin/env bash
# A software Vulkan (Mesa's llvmpipe) for the tests of the engine `webgpu`, unpacked beside the system, not installed: from
# Debian's backports, since the provider refuses what Debian 12 itself has. Usage: install-vulkan.sh FOLDER (kept between
# runs). Writes FOLDER/environment, to be sourced.
set -euo pipefail
mkdir -p "$1"
folder=$(cd "$1" && pwd)
[ ! -e "$folder/environment" ] || { echo "Vulkan: already there"; exit 0; }
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] && [ -e "$keys" ] || { echo 'Vulkan: not a Debian for x64'; exit 1; }

# The mirror that this machine takes its own packages from.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null |
  grep -v '^#' | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -1 | tr -d ' ') || true
[ -n "$mirror" ] || { echo "Vulkan: the machine's package sources name no mirror"; exit 1; }

mkdir -p "$folder/lists/partial" "$folder/debs/partial" "$folder/root"
for suite in bookworm bookworm-backports; do
  echo "deb [signed-by=$keys] $mirror $suite main"
done >"$folder/sources.list"
apt=(apt-get -qq -o "Dir::Etc::SourceList=$folder/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$folder/lists"
  -o "Dir::Cache::Archives=$folder/debs" -o APT::Sandbox::User=root)
"${apt[@]}" update
"${apt[@]}" install --yes --download-only --reinstall --no-install-recommends -t bookworm-backports mesa-vulkan-drivers libvulkan1 >/dev/null
for package in "$folder"/debs/*.deb; do dpkg -x "$package" "$folder/root"; done

libraries=$folder/root/usr/lib/x86_64-linux-gnu
sed "s|\"library_path\": *\".*\"|\"library_path\": \"$libraries/libvulkan_lvp.so\"|" \
  "$folder"/root/usr/share/vulkan/icd.d/lvp_icd*.json >"$folder/llvmpipe.json"
printf 'export VK_ICD_FILENAMES=%q LD_LIBRARY_PATH=%q\n' "$folder/llvmpipe.json" "$libraries" >"$folder/environment"
echo "Vulkan: unpacked into $folder"
