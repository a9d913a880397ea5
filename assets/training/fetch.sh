#!/usr/bin/env bash
# fetch.sh WORK: unpacks the packages that texts are read from into WORK, without installing any of them.
# Versions are those of Debian 12 and of PyPI; what was used is in packages.txt.
set -euo pipefail
work=$1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work"/{packages,unpacked,pip,unpacked-pip}
cd "$work/packages"
while read -r kind name version; do
  case $kind in
    debian)
      ls "${name}"_*.deb > /dev/null 2>&1 || apt-get download -q "$name=$version" || apt-get download -q "$name"
      dpkg -x "${name}"_*.deb ../unpacked
      ;;
    pypi)
      python -m pip download -q --no-deps -d ../pip "$name==$version"
      file=$(ls ../pip/"${name//-/_}"-*.whl)
      python -m zipfile -e "$file" "../unpacked-pip/${name//-/_}"
      ;;
  esac
done < <(grep -v '^#' "$here/packages.txt")
