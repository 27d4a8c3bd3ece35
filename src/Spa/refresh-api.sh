#!/usr/bin/env bash
# Writes openapi.json anew from the running program's own description, after its API changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
FORUM_APPROVE=1 dotnet test tests/Integration.Tests --filter FullyQualifiedName~ApiDocumentTests -p:SkipSpa=true
npm run --silent --prefix src/Spa types
