#!/usr/bin/env bash
# Runs every check there is and ends with one line: N passed, N failed.
#   ./test.sh           what every change must pass
#   ./test.sh --full    the same with large counts (some minutes more)
#   ./test.sh --faults  the same, and what breaks things on purpose does it in earnest (40 minutes more); as root on Linux
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

full= faults=
for option in "$@"; do
  case $option in
    --full) full=1 ;;
    --faults) faults=1 ;;
    *) echo "Usage: ./test.sh [--full] [--faults]" >&2; exit 2 ;;
  esac
done
if [[ $full ]]; then export FORUM_TESTS=full; fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

spa=src/Spa
results=$PWD/TestResults
rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0
declare -a failures=()
details=

# count PASSED FAILED NAME: adds one runner's counts.
count() {
  passed=$((passed + $1)) failed=$((failed + $2))
  if (($2 > 0)); then failures+=("$3: $2 failed"); fi
}

# check NAME COMMAND...: a check that is right or wrong as a whole counts as one test.
check() {
  local name=$1 start=$SECONDS
  shift
  echo "== $name"
  if "$@"; then count 1 0 "$name"; else count 0 1 "$name"; fi
  echo "   $((SECONDS - start)) s"
}

have_browser() { [[ -x /usr/bin/chromium ]] && fc-list 2>/dev/null | grep -qi dejavu && fc-list | grep -qi emoji; }
have_faketime() { compgen -G "/usr/lib/*/faketime/libfaketimeMT.so.1" >/dev/null; }
postgres_bin() { find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -n 1; }

install_missing() {
  local packages=""
  have_browser || packages+=" chromium fonts-dejavu-core fonts-noto-color-emoji fontconfig"
  [[ $(postgres_bin) ]] || packages+=" postgresql"
  command -v redis-server >/dev/null || packages+=" redis-server"
  command -v mkfs.xfs >/dev/null || packages+=" xfsprogs"
  have_faketime || packages+=" libfaketime"
  [[ $packages ]] || return 0
  echo "== Installing$packages"
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    echo "   The tests need a Chromium at /usr/bin/chromium, PostgreSQL and Redis, and some of those that break things XFS and libfaketime. Install them first: sudo apt-get install$packages"
    return
  fi
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  { apt-get update && apt-get install -y --no-install-recommends $packages; } >"$results/apt.log" 2>&1 || tail -n 20 "$results/apt.log"
}

# start_postgres: a server for the tests alone, in a folder that goes with it; it refuses to run as root.
start_postgres() {
  local bin port
  bin=$(postgres_bin)
  postgres=$(mktemp -d)
  if [[ $EUID -eq 0 ]]; then
    chown postgres "$postgres"
    as_postgres() { runuser -u postgres -- "$@"; }
  else
    as_postgres() { "$@"; }
  fi
  (cd "$postgres" && as_postgres "$bin/initdb" -D data -U forum -A trust -E UTF8 --locale=C.UTF-8 --no-sync) >"$results/postgres.log" 2>&1 || return 1
  for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    (cd "$postgres" && as_postgres "$bin/pg_ctl" -D data -w -l server.log -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres -c max_connections=400 \
      -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start) >>"$results/postgres.log" 2>&1 || continue
    export FORUM_TESTS_POSTGRES="Host=127.0.0.1;Port=$port;Username=forum"
    return 0
  done
  return 1
}

stop_postgres() {
  if [[ ! ${postgres:-} ]]; then return; fi
  (cd "$postgres" && as_postgres "$(postgres_bin)/pg_ctl" -D data -m immediate stop) >/dev/null 2>&1 || true
  rm -rf "$postgres"
}
trap stop_postgres EXIT

require() {
  if ! command -v "$1" >/dev/null; then echo "$1 is missing. Install $2." >&2; exit 2; fi
}

# npm_restore FOLDER
npm_restore() (
  cd "$1"
  stamp=node_modules/.stamp
  [[ $stamp -nt package.json && $stamp -nt package-lock.json ]] || { npm ci --no-audit --no-fund --loglevel=error && touch "$stamp"; }
)

spa_script() { npm run --silent --prefix "$spa" "$1"; }

vitest() {
  local report=$results/vitest.json totals
  echo "== SPA unit tests"
  (cd "$spa" && npx vitest run --reporter=dot --reporter=json --outputFile.json="$report") || true
  totals=$(node -e '
    const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
    const broken = r.testResults.filter(f => f.status === "failed" && f.assertionResults.every(t => t.status !== "failed")).length;
    console.log(r.numPassedTests, r.numFailedTests + broken + r.numPendingTests);' "$report" 2>/dev/null) || totals="0 1"
  # shellcheck disable=SC2086
  count $totals "SPA unit tests"
}

# run_tests PROJECT NAME [OPTION...]
run_tests() {
  local project=$1 name=$2
  shift 2
  dotnet test "$project" --no-build --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" "$@"
}

# count_tests NAME STATUS: a run that ended badly without a failed test (a crash, no report) is one failure.
count_tests() {
  local totals
  totals=$(grep -ho '<Counters [^>]*' "$results/$1.trx" 2>/dev/null | awk '{
    for (i = 1; i <= NF; i++) { split($i, a, "\""); sub(/=.*/, "", $i); s[$i] += a[2] }
  } END { print s["passed"] + 0, s["total"] - s["passed"] }') || true
  if [[ -z $totals ]]; then totals="0 1"; fi
  if [[ $2 -ne 0 && $totals == *" 0" ]]; then totals="${totals% 0} 1"; fi
  # shellcheck disable=SC2086
  count $totals "$1"
  failed_tests "$1"
}

# failed_tests NAME: what failed and why is said once more at the end, where it is seen.
failed_tests() {
  if [[ -r $results/$1.trx ]]; then
    details+="$(node -e '
      const text = s => s.replace(/&(lt|gt|amp|quot|apos|#xD|#xA);/g, (_, c) => ({ lt: "<", gt: ">", amp: "&", quot: "\"", apos: "\u0027", "#xD": "", "#xA": "\n" })[c]);
      const report = require("fs").readFileSync(process.argv[1], "utf8");
      for (const [, result] of report.matchAll(/<UnitTestResult ([^>]*outcome="Failed"[\s\S]*?)<\/UnitTestResult>/g))
        console.log("  " + text(/testName="([^"]*)"/.exec(result)[1]) + "\n" + text(/<Message>([\s\S]*?)<\/Message>/.exec(result)?.[1] ?? "").slice(0, 1500).replace(/^/gm, "    ") + "\n    " + (text(/<StackTrace>([\s\S]*?)<\/StackTrace>/.exec(result)?.[1] ?? "").split("\n").find(line => line.includes("Tests.cs")) ?? "").trim());' "$results/$1.trx")"$'\n'
  fi
}

# dotnet_tests PROJECT [OPTION...]
dotnet_tests() {
  local name status=0 start=$SECONDS
  name=$(basename "$1" .csproj)
  echo "== $name"
  run_tests "$1" "$name" "${@:2}" || status=$?
  count_tests "$name" $status
  echo "   $((SECONDS - start)) s"
}

# can_mount: file systems of the tests' own, one of them over a file.
can_mount() (
  [[ $EUID -eq 0 ]] && command -v mkfs.xfs >/dev/null || exit 1
  place=$(mktemp -d)
  trap 'umount -l "$place/disk" 2>/dev/null; rm -rf "$place"' EXIT
  mkdir "$place/disk" && truncate -s 320M "$place/image" && mkfs.xfs -q "$place/image" && mount -o loop "$place/image" "$place/disk"
) >/dev/null 2>&1

# Without --faults the short form; what the machine cannot break is left out, and said.
fault_filter() {
  filter="FullyQualifiedName~."
  if [[ ! $faults ]]; then filter+="&Form!=Long"; fi
  if ! can_mount; then
    echo "   Left out: power cuts, full disks and read-only folders. They need root, Linux, xfsprogs and loop mounts."
    filter+="&Needs!=Root"
  fi
  if ! have_faketime; then
    echo "   Left out: jumps of the clock. They need libfaketime."
    filter+="&Needs!=Faketime"
  fi
}

# in_background NAME PROJECT [OPTION...]: its output and its end are for collect.
in_background() {
  local name=$1 status=0
  shift
  run_tests "$1" "$name" "${@:2}" >"$results/$name.log" 2>&1 || status=$?
  echo $status >"$results/$name.status"
}

# collect NAME: of a run in the background that is over.
collect() {
  echo "== $1"
  cat "$results/$1.log"
  count_tests "$1" "$(<"$results/$1.status")"
}

require dotnet "the .NET SDK 10"
require node "Node.js 20.19 or newer"
require npm "npm, which comes with Node.js"
install_missing

check "SPA packages" npm_restore "$spa"
check "Mail server for the tests" npm_restore tests/smtp
check "Storage for the tests" npm_restore tests/s3
check "Build" dotnet build RealTimeForum.sln --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
check "SPA eslint" spa_script lint
check "SPA svelte-check" spa_script check
check "SPA prettier" spa_script format:check
vitest
check "PostgreSQL for the tests" start_postgres
# The same tests on the other database, but what is SQLite's own, and what ran on PostgreSQL already. Beside the browsers, which mostly wait.
on_postgres="Database!=Sqlite&FullyQualifiedName!~.Nodes."
if [[ ! $full ]]; then on_postgres+="&(FullyQualifiedName~.Chats.|FullyQualifiedName~.Accounts.|FullyQualifiedName~.Durability.)"; fi
second="Integration.Tests on PostgreSQL"
third=tests/Faults.Tests/Faults.Tests.csproj
echo "== Beside the browsers: $second$([[ $faults ]] || echo ", Faults.Tests"), dotnet format"
fault_filter
{
  # The browsers come first: they take longest.
  renice -n 5 -p $BASHPID >/dev/null || true
  FORUM_TESTS_DATABASE=postgres in_background "$second" tests/Integration.Tests/Integration.Tests.csproj --filter "$on_postgres"
  # In earnest they have the machine to themselves.
  if [[ ! $faults ]]; then FORUM_TESTS= in_background Faults.Tests "$third" --filter "$filter"; fi
  dotnet format RealTimeForum.sln --verify-no-changes --no-restore >"$results/format.log" 2>&1 && touch "$results/formatted"
} &
running=$!
for project in tests/*.Tests/*.csproj; do
  if [[ $project != "$third" ]]; then dotnet_tests "$project"; fi
done
wait $running || true
is_formatted() { cat "$results/format.log" && [[ -e $results/formatted ]]; }
check "dotnet format" is_formatted
collect "$second"
if [[ $faults ]]; then FORUM_TESTS=faults dotnet_tests "$third" --filter "$filter"; else collect Faults.Tests; fi

echo "$details"
for failure in "${failures[@]+"${failures[@]}"}"; do echo "FAILED  $failure"; done
echo "$passed passed, $failed failed"
((failed == 0))
