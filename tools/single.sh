#!/bin/sh
# Writes the program as one file that opens from disk: index.html with style sheets, scripts, examples, the program of live
# reports ($LIVE) and the packed module inside. It may run its own scripts, named by their digests, and connect to nothing.
# Called by tools/stamp.sh in the folder of the build.
set -eu
from="$TRUNK_SOURCE_DIR"
cat "$from/src/report/unpack.js" "$from/tools/single.js" >single_start.js

# The digest by which a Content-Security-Policy names a script: SHA-256 in base64, of what no tool but sha256sum has to be there for.
digest() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -c1-64 | awk '{
    hex = "0123456789abcdef"
    for (i = 1; i < 64; i += 2) printf "\\0%03o", (index(hex, substr($0, i, 1)) - 1) * 16 + index(hex, substr($0, i + 1, 1)) - 1
  }'
}
named() { printf "'sha256-"; printf '%b' "$(digest <"$1")" | base64 | tr -d '\n'; printf "' "; }
policy="default-src 'none'; script-src $(named single.js)$(named single_start.js)$(named boot.js)'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"

sed -e '/<\/head>/,$d' -e '/<link /d' -e '/<script /d' -e "s|content=\"default-src[^\"]*\"|content=\"$policy\"|" index.html
echo '<style>'
grep -o 'href="[^"]*\.css"' index.html | cut -d'"' -f2 | while read -r sheet; do cat "./${sheet#./}"; done
echo '</style>'
sed -e '/<\/head>/,/<\/body>/!d' -e '/<link /d' -e '/<\/body>/d' index.html
for file in $(find examples -type f | sort); do
  printf '<script type="text/plain" data-path="%s" data-packed>' "$file"
  base64 <"$file" | tr -d '\n'
  echo '</script>'
done
printf '<script type="text/plain" data-path="%s">' "$LIVE"
cat "$LIVE"
echo '</script>'
printf '<script type="text/plain" id="headroom-module" data-size="%s">' "$(wc -c <single_bg.wasm | tr -d ' ')"
xz --format=lzma -9e --stdout single_bg.wasm | base64 | tr -d '\n'
echo '</script>'
printf '<script id="headroom-glue">'
cat single.js
printf '</script>\n<script>'
cat single_start.js
printf '</script>\n<script type="module">'
cat boot.js
echo '</script>'
echo '</body>'
echo '</html>'
rm single_start.js
