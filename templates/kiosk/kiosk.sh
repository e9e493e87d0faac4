#!/bin/bash
# Shows the exhibit on this screen, and tells systemd at each heartbeat of the page that it lives.
# Whatever ends (browser, compositor) ends this script, and the unit starts it anew.
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=${RUNTIME_DIRECTORY:?is set by the systemd unit; to try the page use check.sh}
# An empty profile at each start: no note of a crash, no lock of a browser that was killed
# (Singleton*), nothing of a visitor before.
rm -rf "${work:?}/profile"
mkdir -p "$work/profile"
# What has a meaning in addresses stands for itself in a folder's name.
address=${folder//\%/%25}
address=${address//\#/%23}
address=${address//\?/%3F}
mapfile -t flags < <(grep -v '^#' "$folder/flags")
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome-stable)

tell() {
  if [[ -n ${NOTIFY_SOCKET:-} ]]; then systemd-notify "$@"; fi
}

cage -d -- "$chromium" --ozone-platform=wayland "${flags[@]}" --user-data-dir="$work/profile" \
  "file://${address// /%20}/exhibit.html" 2>&1 |
  while IFS= read -r line; do
    case $line in
      # The page beats only after its first view has been drawn, and only while it still draws.
      *'"mapbuilder heartbeat '*) tell --ready WATCHDOG=1 ;;
      *CONSOLE*) printf '%s\n' "$line" ;;
    esac
  done
