#!/bin/bash
# Puts the exhibit on this machine: run as root, in the folder that `mapbuilder kiosk` wrote. Run it again
# to bring a new page. With DESTDIR=FOLDER the files go below FOLDER and nothing is started.
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${DESTDIR:-}
home=$root/srv/mapbuilder-kiosk

if [[ -z $root ]]; then
  [[ $(id -u) == 0 ]] || { echo 'This must be run as root: sudo ./install.sh' >&2; exit 1; }
  for program in chromium cage seatd systemd-notify; do
    command -v "$program" >/dev/null || [[ -x /usr/sbin/$program ]] ||
      { echo "There is no $program: apt install chromium cage seatd xwayland" >&2; exit 1; }
  done
  id kiosk >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin kiosk
fi

# Made beside the old one and put in its place, so that a power cut leaves one of them whole.
install -d -m 755 "$root/srv" "$root/etc/systemd/system" "$root/etc/chromium/policies/managed"
rm -rf "$home.new" "$home.old"
cp -R "$folder" "$home.new"
chmod -R u=rwX,go=rX "$home.new"
if [[ -e $home ]]; then mv "$home" "$home.old"; fi
mv "$home.new" "$home"
rm -rf "$home.old"
install -m 644 "$folder/policy.json" "$root/etc/chromium/policies/managed/mapbuilder-kiosk.json"
install -m 644 "$folder/mapbuilder-kiosk.service" "$root/etc/systemd/system/mapbuilder-kiosk.service"

if [[ -z $root ]]; then
  systemctl daemon-reload
  systemctl set-default graphical.target
  systemctl enable seatd.service mapbuilder-kiosk.service
  systemctl restart seatd.service mapbuilder-kiosk.service
  echo 'Installed and started. See: systemctl status mapbuilder-kiosk'
fi
