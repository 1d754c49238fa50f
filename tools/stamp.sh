#!/bin/sh
# Trunk's post_build hook. Trunk gives the app's own files names that follow their content but not the workers' files,
# so an old worker could meet a new app. This moves the workers into a folder named by their content, packs the program of live
# reports into one file (src/report/live.rs reads it), tells index.html where both are, and gives the service worker its build id
# and the files with their digests. No clock: same input, same output.
set -eu
cd "$TRUNK_STAGING_DIR"
export LC_ALL=C

digest() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}
short() { digest | cut -c1-12; }

set -- worker.js worker_bg.wasm worker_loader.js sheets.js sheets_bg.wasm sheets_loader.js
engine="engine-$(digest "$@" | short)"
mkdir "$engine"
mv "$@" "$engine/"
packed() { printf '%s ' "$1"; base64 | tr -d '\n'; echo; }
{
  packed glue <live.js
  # In the order in which index.html names them.
  grep -o 'href="[^"]*\.css"' index.html | cut -d'"' -f2 | while read -r sheet; do cat "./${sheet#./}"; done | packed style
  xz --format=lzma -9e --stdout live_bg.wasm | packed module
  echo "size $(wc -c <live_bg.wasm | tr -d ' ')"
} >live.packed
live="live-$(short <live.packed).txt"
mv live.packed "$live"

named() { sed "s|name=\"$1\" content=\"[^\"]*\"|name=\"$1\" content=\"./$2\"|"; }
named headroom-engine "$engine/" <index.html | named headroom-live "$live" >index.stamped
for there in "./$engine/" "./$live"; do
  grep -q "\"$there\"" index.stamped || { echo "stamp.sh: index.html has no tag for $there" >&2; exit 1; }
done
mv index.stamped index.html
LIVE="$live" sh "$TRUNK_SOURCE_DIR/tools/single.sh" >headroom.html
rm -f live.js live_bg.wasm live_loader.js single.js single_bg.wasm single_loader.js

# The program as one file is for whoever has no server, not for the cache of a page that has one.
# File names are ours (no spaces, no quotes), so this is JSON: name to SHA-256.
files=$(find . -type f ! -name sw.js ! -name headroom.html | sort)
build=$(echo "$files" | tr '\n' '\0' | xargs -0 cat ./sw.js | short)
list=$(echo "$files" | while read -r file; do echo "\"$file\":\"$(digest <"$file" | cut -c1-64)\""; done | tr '\n' ',' | sed 's|,$||')
{
  echo "const BUILD = \"$build\";"
  echo "const FILES = {$list};"
  cat sw.js
} >sw.stamped
mv sw.stamped sw.js
echo "stamped build $build: $(echo "$files" | wc -l | tr -d ' ') files, workers in $engine/"
