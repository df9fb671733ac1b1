"""A scheduler that speaks to nobody without a certificate."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from clusters import Started, write_dask
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from distributed import LocalCluster, Security

from dagcompile import op, pipeline


@op
def double(number: int) -> int:
    return number * 2


@pipeline
def doubled(number: int) -> int:
    return double(number)


@dataclass(frozen=True)
class Files:
    """A certificate that is its own authority, and its key."""

    cert: Path
    key: Path

    @property
    def flags(self) -> list[str]:
        cert, key = str(self.cert), str(self.key)
        return ["--tls-ca-file", cert, "--tls-cert", cert, "--tls-key", key]


def made(folder: Path, name: str) -> Files:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    files = Files(folder / f"{name}.pem", folder / f"{name}.key")
    files.cert.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return made(tmp_path_factory.mktemp("ours"), "ours")


@pytest.fixture(scope="module")
def address(ours: Files) -> Iterator[str]:
    cert, key = str(ours.cert), str(ours.key)
    sides = ("client", "scheduler", "worker")
    files = {f"tls_{each}_cert": cert for each in sides} | {
        f"tls_{each}_key": key for each in sides
    }
    security: Any = Security(require_encryption=True, tls_ca_file=cert, **files)
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        security=security,
        protocol="tls",
        dashboard_address="127.0.0.1:0",
    ) as cluster:
        yield cluster.scheduler_address


def run(folder: Path, *flags: str, **environment: str) -> tuple[int, str, str]:
    ended = Started(write_dask(doubled, folder), "--number", "21", *flags, **environment).ended()
    return ended.status, ended.out, ended.err


def test_the_flags_name_the_files(address: str, ours: Files, tmp_path: Path) -> None:
    assert address.startswith("tls://")
    status, out, err = run(tmp_path, "--scheduler", address, *ours.flags)
    assert (status, out) == (0, "42\n"), err


def test_the_settings_of_dask_name_the_files(address: str, ours: Files, tmp_path: Path) -> None:
    settings = {
        "DASK_SCHEDULER_ADDRESS": address,
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(ours.cert),
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT": str(ours.cert),
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY": str(ours.key),
    }
    status, out, err = run(tmp_path, **settings)
    assert (status, out) == (0, "42\n"), err


def test_what_is_not_trusted_or_not_named_is_4_and_says_what_is_wanted(
    address: str, tmp_path: Path
) -> None:
    theirs = made(tmp_path, "theirs")
    for flags in (theirs.flags, theirs.flags[:2]):
        status, out, err = run(tmp_path, "--scheduler", address, *flags)
        assert (status, out) == (4, "")
        assert f"doubled: no scheduler can be reached at {address}: " in err
        assert "the files of --tls-ca-file, --tls-cert and --tls-key" in err
        assert "Traceback" not in err
