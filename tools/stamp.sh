#!/bin/sh
# Trunk's post_build hook. Trunk gives the app's own files names that follow their content but not the workers' files,
# so an old worker could meet a new app. This moves the workers into a folder named by their content, tells index.html
# where that is, and gives the service worker its build id and the files with their digests. No clock: same input, same output.
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
sed "s|name=\"headroom-engine\" content=\"[^\"]*\"|name=\"headroom-engine\" content=\"./$engine/\"|" index.html >index.stamped
grep -q "./$engine/" index.stamped || { echo "stamp.sh: index.html has no headroom-engine tag" >&2; exit 1; }
mv index.stamped index.html

# File names are ours (no spaces, no quotes), so this is JSON: name to SHA-256.
files=$(find . -type f ! -name sw.js | sort)
build=$(echo "$files" | tr '\n' '\0' | xargs -0 cat ./sw.js | short)
list=$(echo "$files" | while read -r file; do echo "\"$file\":\"$(digest <"$file" | cut -c1-64)\""; done | tr '\n' ',' | sed 's|,$||')
{
  echo "const BUILD = \"$build\";"
  echo "const FILES = {$list};"
  cat sw.js
} >sw.stamped
mv sw.stamped sw.js
echo "stamped build $build: $(echo "$files" | wc -l | tr -d ' ') files, workers in $engine/"
