#!/usr/bin/env bash
# Makes what people download: release/realtimeforum-VERSION-SYSTEM.tar.gz, each runs without .NET and Node.js; beside it, and in it, what it is made of (CycloneDX).
#   ./release.sh             linux-x64, which is then started from an empty folder, linux-arm64, win-x64, osx-arm64
#   ./release.sh linux-x64   only these
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

systems=("$@")
if (($# == 0)); then systems=(linux-x64 linux-arm64 win-x64 osx-arm64); fi
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
# Packages of one system are none of the committed lock files' business.
options=(--runtime "" -p:SelfContained=true -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true -p:NuGetLockFilePath=obj/publish.lock.json)
work=$(mktemp -d)
server=

end() {
  if [[ $server ]]; then kill -KILL "$server" 2>/dev/null || true; fi
  rm -rf "$work"
  dotnet restore src/WebApi >/dev/null || true
}
trap end EXIT
trap 'exit 130' INT TERM

# pack SYSTEM SKIP_SPA: publishes and packs one; the pages are built once, with the first.
pack() {
  local name=realtimeforum-$version-$1
  options[1]=$1
  if ! dotnet restore src/WebApi "${options[@]}" >"$work/log"; then
    echo "$1: left out, its packages could not be restored: $(grep -m 1 -oE 'error.*' "$work/log" | cut -c1-160)"
    return 1
  fi
  if ! dotnet publish src/WebApi --no-restore --configuration Release "${options[@]}" -p:SkipSpa="$2" -p:SatelliteResourceLanguages=en --output "$work/$name" >"$work/log"; then
    echo "$1: could not be built"
    tail -n 20 "$work/log"
    return 1
  fi
  cp LICENSE CHANGELOG.md README.md "$work/$name"
  mkdir -p release
  if ! node sbom.mjs "$work/$name" "$version" >"$work/$name/sbom.cdx.json"; then
    echo "$1: what it is made of could not be said"
    return 1
  fi
  cp "$work/$name/sbom.cdx.json" "release/$name.sbom.cdx.json"
  tar --create --gzip --sort=name --owner=0 --group=0 --numeric-owner --file "release/$name.tar.gz" --directory "$work" "$name"
  rm -rf "${work:?}/$name"
  echo "$1: release/$name.tar.gz, $(du -h "release/$name.tar.gz" | cut -f1)"
}

# try_out: what linux-x64 does in an empty folder, without .NET and Node.js on the path and without any setting.
try_out() {
  local program=$work/realtimeforum-$version-linux-x64/RealTimeForum.WebApi address="" asset
  tar --extract --file "release/realtimeforum-$version-linux-x64.tar.gz" --directory "$work"
  mkdir "$work/empty"
  [[ $(cd "$work/empty" && env -i "$program" --version) == "RealTimeForum $version" ]] || { echo "--version says something else"; return 1; }
  [[ -z $(ls -A "$work/empty") ]] || { echo "--version left something behind"; return 1; }
  (cd "$work/empty" && exec env -i "$program" --urls http://127.0.0.1:0) >"$work/log" 2>&1 &
  server=$!
  for _ in {1..600}; do
    address=$(sed -n 's/.*Now listening on: //p' "$work/log" | tr -d '"\r')
    [[ $address ]] && curl -sf -o "$work/answer" "$address/health/ready" && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  curl -sf -o "$work/page" "$address/" || { tail -n 20 "$work/log"; return 1; }
  asset=$(grep -oE '/assets/[^"]+\.js' "$work/page" | head -n 1)
  [[ $asset ]] && curl -sf -o "$work/answer" "$address$asset" || { echo "the page's script is not there"; return 1; }
  kill -TERM "$server"
  wait "$server" || { echo "it did not end well: $?"; return 1; }
  server=
  echo "linux-x64: ready from an empty folder, / and $asset were served, and it ended when told to"
}

skip_spa=false failed=
for system in "${systems[@]}"; do
  if pack "$system" "$skip_spa"; then
    skip_spa=true
    if [[ $system == linux-x64 ]]; then try_out || failed=1; fi
  elif [[ $system == linux-x64 ]]; then
    failed=1
  fi
done
[[ -z $failed ]]
