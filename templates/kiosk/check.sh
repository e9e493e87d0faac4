#!/bin/bash
# Proves that the exhibit starts: loads it in Chromium with the flags of the kiosk, without a screen, and
# waits for heartbeats of the page. Usage: ./check.sh [SECONDS]
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
limit=${1:-90}
beats=3
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome-stable || true)}
fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }

[[ -x $chromium ]] || fail 'there is no Chromium; install it, or name it: CHROMIUM=/path ./check.sh'
[[ -f $folder/exhibit.html ]] || fail "there is no exhibit.html in $folder"
grep -Eq 'Content-Security-Policy" content="default-src .{1,6}none' "$folder/exhibit.html" ||
  fail 'the page has no policy that forbids requests'

work=$(mktemp -d)
browser=
end() {
  if [[ -n $browser ]]; then kill "$browser" 2>/dev/null || true; wait "$browser" 2>/dev/null || true; fi
  # A browser's processes may write for a moment after it has ended; that is no fault of the page.
  for _ in 1 2 3 4 5; do
    if rm -rf "$work" 2>/dev/null; then return; fi
    sleep 1
  done
}
trap end EXIT

# What has a meaning in addresses stands for itself in a folder's name.
address=${folder//\%/%25}
address=${address//\#/%23}
address=${address//\?/%3F}
mapfile -t flags < <(grep -v '^#' "$folder/flags")
# Root has no sandbox to be in; on the kiosk the browser is never root.
if [[ $(id -u) == 0 ]]; then flags+=(--no-sandbox); fi
: >"$work/log"
"$chromium" "${flags[@]}" --headless --window-size=1080,1920 --user-data-dir="$work/profile" \
  --log-net-log="$work/requests.json" "file://${address// /%20}/exhibit.html" >"$work/log" 2>&1 &
browser=$!

heard() { grep -c '"mapbuilder heartbeat ' "$work/log" || true; }
for ((waited = 0; $(heard) < beats; waited++)); do
  kill -0 "$browser" 2>/dev/null || { tail -n 5 "$work/log" >&2; fail 'Chromium ended by itself'; }
  ((waited < limit)) || { grep CONSOLE "$work/log" >&2 || true; fail "no $beats heartbeats within $limit seconds"; }
  sleep 1
done
kill "$browser"; wait "$browser" 2>/dev/null || true
browser=

# Chromium logs errors of a page as it logs its other lines; a page that is well says nothing else.
complaints=$(grep CONSOLE "$work/log" | grep -v '"mapbuilder heartbeat ' | head -n 3 || true)
[[ -z $complaints ]] || fail "the page complains: $complaints"
last=$(grep -o '"mapbuilder heartbeat [^"]*"' "$work/log" | tail -n 1)
[[ $last == *' errors 0 '* ]] || fail "the page counts errors: $last"
# The log has one request a line, with the page that it was made for; the browser's own are refused by the
# flags, and are none of the page's.
asked=$(grep '"network_isolation_key":"file:' "$work/requests.json" | grep -Eo '"url":"(https?|wss?|ftp):[^"]*"' | head -n 1 || true)
[[ -z $asked ]] || fail "the page asked the network for something: $asked"
printf 'OK: the page is drawn, its heart beats (%s), it asks nothing of the network and complains of nothing.\n' "${last//\"/}"
