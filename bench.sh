#!/usr/bin/env bash
# Measures the forum beside what the machine can do at best, and writes bench/results. All of it takes a quarter of an hour.
#   ./bench.sh             every scenario
#   ./bench.sh feed send   only these (their report goes to bench/.data/results)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

data=bench/.data
mkdir -p "$data"
rid=$(dotnet --info | awk '$1 == "RID:" { print $2 }')

quietly() { "$@" >"$data/build.log" 2>&1 || { tail -n 20 "$data/build.log"; exit 1; }; }

# As release.sh does.
echo "Building"
quietly dotnet publish src/WebApi --configuration Release --runtime "$rid" --self-contained true --output "$data/app" \
  -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true -p:SkipSpa=true -p:NuGetLockFilePath=obj/publish.lock.json
# A runtime of its own in the restored files is none of the solution's business.
quietly dotnet restore src/WebApi
quietly dotnet build bench/Bench --configuration Release

# seed NAME OPTIONS...: once, and again when tables or the seeder have changed.
stamp=$(cat src/Infrastructure/Persistence/Sqlite/Migrations/*.cs src/Infrastructure/Seeding/*.cs | sha256sum)
seed() {
  local folder=$PWD/$data/$1
  shift
  [[ -f $folder/stamp && $(<"$folder/stamp") == "$stamp $*" ]] && return
  echo "Seeding $(basename "$folder")"
  rm -rf "$folder"
  mkdir -p "$folder"
  quietly "$data/app/RealTimeForum.WebApi" seed "$@" --tokens "$folder/tokens.txt" --Forum:DataDirectory="$folder"
  echo "$stamp $*" >"$folder/stamp"
}
seed large --users 10000 --posts 100000 --comments 1000000 --messages 1040000 --group-messages 1000000
seed small --users 10000 --posts 1000 --comments 10000 --messages 50000 --group-messages 10000

# The load client handles its sockets where the kernel reports them: one thread, no handing over.
DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT=1 \
  exec dotnet bench/Bench/bin/Release/net10.0/RealTimeForum.Bench.dll "$data" bench/results "$@"
