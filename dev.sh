#!/usr/bin/env bash
# For developing: open http://localhost:5173. Saving a C# file reloads the server, saving a Svelte file the page. Ctrl-C ends both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for tool in dotnet npm; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: install the .NET SDK 10 and Node.js 20.19 or newer." >&2; exit 2; }
done

stamp=src/Spa/node_modules/.stamp
if [[ ! $stamp -nt src/Spa/package-lock.json ]]; then
  npm ci --prefix src/Spa --no-audit --no-fund --loglevel=error
  touch "$stamp"
fi

# Each in a process group of its own (-m), so that all of it can be told to end.
set -m
(cd src/Spa && exec node node_modules/vite/bin/vite.js --clearScreen false) </dev/null &
pages=$!
# A change that cannot be swapped in restarts the server instead of asking.
DOTNET_WATCH_RESTART_ON_RUDE_EDIT=1 ASPNETCORE_ENVIRONMENT=Development \
  dotnet watch --project src/WebApi --non-interactive --property:SkipSpa=true run -- --urls http://localhost:5080 </dev/null &
server=$!
set +m

end() {
  trap - EXIT INT TERM
  kill -INT -- "-$server" "-$pages" 2>/dev/null || true
  for _ in {1..50}; do kill -0 -- "-$server" 2>/dev/null || kill -0 -- "-$pages" 2>/dev/null || exit 0; sleep 0.1; done
  kill -KILL -- "-$server" "-$pages" 2>/dev/null || true
}
trap end EXIT INT TERM

is_up() { kill -0 "$server" 2>/dev/null && kill -0 "$pages" 2>/dev/null; }

until (: </dev/tcp/localhost/5080) 2>/dev/null; do
  is_up || { echo "It did not start; the lines above say why. Are the ports 5080 and 5173 free?" >&2; exit 1; }
  sleep 0.5
done
if is_up; then printf '\nThe forum is at http://localhost:5173. Ctrl-C ends it.\n\n'; fi
wait -n "$server" "$pages" || true
