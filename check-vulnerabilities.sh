#!/usr/bin/env bash
# Asks the package registries what is known to be vulnerable of what the forum is made of.
#   0  both answered, and nothing is known
#   1  something is
#   3  one of them has no such data, or did not answer: then nothing is claimed
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

found=0 silent=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# no_feed WHO WHY
no_feed() {
  silent=1
  echo "$1: no feed answered ($2); nothing is claimed about these packages"
}

# The list's own "no vulnerable packages" is what it also says of a registry without such data: the registry is asked itself.
nuget_has_feed() {
  local source feed
  while read -r source; do
    curl -sfL --max-time 30 -o "$work/index" "$source" || continue
    feed=$(node -e 'const { resources } = JSON.parse(require("fs").readFileSync(process.argv[1]));
      console.log(resources.find((one) => one["@type"].startsWith("VulnerabilityInfo/"))?.["@id"] ?? "")' "$work/index" 2>/dev/null)
    [[ $feed ]] && curl -sfL --compressed --max-time 30 -o "$work/feed" "$feed" || continue
    node -e 'const pages = JSON.parse(require("fs").readFileSync(process.argv[1])); process.exit(Array.isArray(pages) && pages.length > 0 ? 0 : 1)' "$work/feed" 2>/dev/null && return 0
  done < <(dotnet nuget list source --format short | sed -n 's/^E[A-Z]* \(http.*\)$/\1/p')
  return 1
}

check_nuget() {
  nuget_has_feed || { no_feed NuGet "no source has vulnerability data"; return; }
  dotnet list RealTimeForum.sln package --vulnerable --include-transitive --format json >"$work/list" 2>"$work/log" || { no_feed NuGet "$(tail -n 1 "$work/log")"; return; }
  node -e '
    const { projects } = JSON.parse(require("fs").readFileSync(process.argv[1]));
    const of = (project) => (project.frameworks ?? []).flatMap((one) => [...(one.topLevelPackages ?? []), ...(one.transitivePackages ?? [])]);
    const known = new Set(projects.flatMap(of).flatMap((one) => (one.vulnerabilities ?? []).map((what) => `${one.id} ${one.resolvedVersion}: ${what.severity}, ${what.advisoryurl ?? what.advisoryUrl}`)));
    for (const line of known) console.log(`NuGet: ${line}`);
    if (known.size === 0) console.log(`NuGet: nothing known in ${projects.length} projects`);
    process.exit(known.size > 0 ? 1 : 0);' "$work/list" && return
  found=1
}

# check_npm FOLDER
check_npm() {
  (cd "$1" && npm audit --json) >"$work/audit" 2>/dev/null
  node -e '
    let report = {};
    try { report = JSON.parse(require("fs").readFileSync(process.argv[1])); } catch { /* No answer at all. */ }
    if (!report.auditReportVersion || !report.metadata?.vulnerabilities) process.exit(3);
    const known = Object.values(report.vulnerabilities ?? {});
    for (const one of known) console.log(`npm, ${process.argv[2]}: ${one.name} ${one.range}: ${one.severity}`);
    if (known.length === 0) console.log(`npm, ${process.argv[2]}: nothing known in ${report.metadata.dependencies?.total ?? 0} packages`);
    process.exit(known.length > 0 ? 1 : 0);' "$work/audit" "$1"
  case $? in
    0) ;;
    1) found=1 ;;
    *) no_feed "npm, $1" "npm audit got no report" ;;
  esac
}

check_nuget
for folder in src/Spa tests/smtp tests/s3; do check_npm "$folder"; done
if ((found)); then exit 1; fi
if ((silent)); then exit 3; fi
