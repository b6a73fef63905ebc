"""HTTPS for phones in the same network: a certificate of our own, the address to type, and its QR code."""

import datetime
import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path

import click
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAYS = 365


@dataclass(frozen=True)
class Certificate:
    """Paths of a certificate and its key, in PEM."""

    chain: Path
    key: Path

    @staticmethod
    def of(home: Path) -> "Certificate":
        """The home's certificate for this machine's present address; made when there is none or it runs out."""
        found = Certificate(home / "https" / "certificate.pem", home / "https" / "key.pem")
        if not _fits(found, reachable()):
            _make(found, reachable())
        return found


def reachable() -> str:
    """This machine's address in its network, as the system would use it; 127.0.0.1 without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address (RFC 5737); a datagram socket sends nothing yet
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def invite(address: str) -> None:
    """Print the address and its QR code."""
    import segno

    click.echo(f"In your network: {address}   (the browser warns once: the certificate is this machine's own)")
    segno.make(address, error="l").terminal(compact=True)


def _fits(found: Certificate, address: str) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(found.chain.read_bytes())
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=7)
    ours = ipaddress.ip_address(address) in names.get_values_for_type(x509.IPAddress)
    return found.key.exists() and ours and certificate.not_valid_after_utc > soon


def _make(paths: Certificate, address: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Vitrine")])
    now = datetime.datetime.now(datetime.UTC)
    addresses = {ipaddress.ip_address(address), ipaddress.ip_address("127.0.0.1")}
    names = [x509.DNSName("localhost"), *(x509.IPAddress(a) for a in sorted(addresses, key=str))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths.chain.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with os.fdopen(os.open(paths.key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
    paths.chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
