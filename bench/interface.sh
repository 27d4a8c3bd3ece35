#!/usr/bin/env bash
# What somebody at the screen waits for: sizes, paints, answers to clicks, frames while scrolling. Writes bench/results/interface.md.
#   bench/interface.sh          three runs, some five minutes
#   bench/interface.sh 1        one run
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

data=bench/.data
port=${PORT:-5099}
app=$(realpath -m "${APP:-$data/interface-app}") # APP: a published forum to take instead of building one
mkdir -p "$data"
quietly() { "$@" >"$data/build.log" 2>&1 || { tail -n 20 "$data/build.log"; exit 1; }; }

if [[ -z ${APP:-} ]]; then
  echo "Building"
  quietly dotnet publish src/WebApi --configuration Release --output "$app"
fi
folder=$PWD/$data/interface
rm -rf "$folder"
quietly dotnet "$app/RealTimeForum.WebApi.dll" seed --users 200 --posts 1000 --comments 5000 --messages 12000 --group-messages 10000 --Forum:DataDirectory="$folder"
log=$PWD/$data/interface.log
(cd "$app" && exec dotnet RealTimeForum.WebApi.dll --urls "http://127.0.0.1:$port" --Forum:DataDirectory="$folder" --Forum:RateLimits:Enabled=false >"$log" 2>&1) &
server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
until curl --silent --fail --output /dev/null "http://127.0.0.1:$port/health/ready"; do sleep 0.2; done
node bench/interface/run.mjs "http://127.0.0.1:$port" bench/results "${1:-3}"
