#!/usr/bin/env bash
# fetch.sh WORK: unpacks the packages that texts are read from into WORK, without installing any of them.
# Versions are those of Debian 12 and of PyPI; what was used is in packages.txt. All of Debian's are asked for at once:
# one by one, reading the lists of packages takes longer than the packages themselves.
set -euo pipefail
work=$1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work"/{packages,unpacked,pip,unpacked-pip}
wanted() { awk -v kind="$1" -v between="$2" '$1 == kind { print $2 between $3 }' "$here/packages.txt"; }

python -m pip download -q --no-deps -d "$work/pip" $(wanted pypi ==)
for file in "$work"/pip/*.whl; do
  name=$(basename "$file")
  python -m zipfile -e "$file" "$work/unpacked-pip/${name%%-*}"
done
cd "$work/packages"
apt-get download -q $(wanted debian =) || apt-get download -q $(wanted debian "=" | cut -d= -f1)
for file in *.deb; do
  dpkg -x "$file" ../unpacked
done
