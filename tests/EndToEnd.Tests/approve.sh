#!/usr/bin/env bash
# Takes the approved pictures of the main pages anew, and from them those of the README. Look at each before committing it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
FORUM_APPROVE=1 dotnet test tests/EndToEnd.Tests --filter FullyQualifiedName~LookTests
looks=tests/EndToEnd.Tests/Looks
cp "$looks/post-1280-light-en.webp" docs/images/desktop.webp
cp "$looks/chat-1280-dark-en.webp" docs/images/dark.webp
cp "$looks/feed-390-light-en.webp" docs/images/phone.webp
