"""manage.py serve: what `make run` does after installing. Development and demonstration only."""

from __future__ import annotations

import errno
import logging
import os
import socket
import sys
import textwrap
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from iso_docs.health import migrations_are_applied
from organisation.models import Unit, User
from procedures.management.commands.load_sample import PASSWORD

SHOWCASE = {
    "motcua": ("Cán bộ một cửa", "one-stop officer"),
    "chuyenvien": ("Công chức chuyên môn: soạn thảo", "specialist: writes"),
    "truongphong": ("Trưởng phòng: rà soát", "head of unit: reviews"),
    "lanhdao": ("Lãnh đạo UBND: phê duyệt", "leader: approves"),
    "thukyiso": ("Thư ký ISO", "ISO secretary"),
    "danhgia": ("Đánh giá viên nội bộ", "internal auditor"),
    "vanthu": ("Văn thư", "clerk"),
    "quantri": ("Quản trị hệ thống", "administrator"),
}
"""Accounts of the sample that show one role each: username → what it does, in Vietnamese and English."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Command(BaseCommand):
    """Migrate, load the sample ward once, say where to look, and serve with the server of production (gunicorn).

    gunicorn's threads behave as on a real server (several requests at a time, no reloader) and WhiteNoise serves the
    static files; `manage.py runserver` stays the tool for changing code.
    """

    help = "Prepare the database, load the sample ward on the first start, and serve the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--prepare-only", action="store_true", help="do everything but serve")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEVELOPMENT:
            raise CommandError("Only for development settings. On a server see docs/operations.md.")
        host, port = options["host"], options["port"]
        if not options["prepare_only"]:
            refuse_used_port(host, port)
        logging.disable(logging.INFO)  # loading the sample would log every page it makes
        self.prepare()
        if options["prepare_only"]:
            return
        self.stdout.write(welcome(host, port))
        self.stdout.flush()
        connections.close_all()
        start_server(host, port)

    def prepare(self) -> None:
        """Bring the database to the state of this code; an office's own data is never mixed with the sample."""
        if not is_migrated():
            self.stdout.write("Đang tạo cơ sở dữ liệu… / Preparing the database…")
            self.stdout.flush()
            call_command("migrate", interactive=False, verbosity=0)
            call_command("setup_site", stdout=StringIO())
        unfinished = settings.VAR_DIR / "sample-loading"
        if Unit.objects.exists() and not unfinished.exists():
            return
        self.stdout.write("Đang nạp dữ liệu mẫu (một lần)… / Loading the sample ward (once)…")
        self.stdout.flush()
        unfinished.touch()
        call_command("load_sample", yes_on_a_server=True, stdout=StringIO())  # development was checked above
        unfinished.unlink()


def is_migrated() -> bool:
    try:
        return migrations_are_applied()
    except DatabaseError:  # a new, empty database
        return False


def refuse_used_port(host: str, port: int) -> None:
    """Say clearly that somebody else listens there, before any work is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"{host}:{port}: {error.strerror}") from error
            raise CommandError(
                f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác: make run PORT={port + 1}\n"
                f"Port {port} is in use by another program. Choose another one: make run PORT={port + 1}"
            ) from error


def site_address(host: str, port: int) -> str:
    """Where a person on this machine finds the site."""
    return f"http://{'localhost' if host in LOOPBACK or host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104


def welcome(host: str, port: int) -> str:
    """The address, who may sign in, and what to try."""
    base = site_address(host, port)
    present = set(
        User.objects.filter(username__in=SHOWCASE, is_active=True).values_list("username", flat=True)
    )
    accounts = "\n".join(
        f"      {name:<13}{vietnamese} ({english})"
        for name, (vietnamese, english) in SHOWCASE.items()
        if name in present
    )
    text = f"""
    ────────────────────────────────────────────────────────────────────────
      Trang công khai / public site:      {base}/
      Thủ tục / procedures:               {base}/thu-tuc/
      Nơi làm việc / staff workspace:     {base}/lam-viec/
      Soạn thảo / administration:         {base}/quan-tri/
    """
    text = textwrap.dedent(text).rstrip() + "\n"
    if accounts:
        text += (
            f"\n  Tài khoản mẫu, chỉ để dùng thử; mật khẩu chung / sample accounts, common password: "
            f"{PASSWORD}\n{accounts}\n"
        )
    text += (
        textwrap.dedent(
            """
          Thử ngay / try this:
          1. Tìm "khai sinh" ở trang công khai, đọc các bước, phí và các lần ban hành.
             Search for "khai sinh", read the steps, the fees and the issued versions.
          2. Đăng nhập chuyenvien, sửa một thủ tục và gửi duyệt; truongphong rà soát; lanhdao phê duyệt.
             Sign in as chuyenvien, change a procedure and submit it; truongphong reviews; lanhdao approves.
          3. Đăng nhập motcua: "Tôi phải làm gì?" ở Nơi làm việc.
             Sign in as motcua: the steps of your post, in the workspace.

        """
        )
        .replace("\n", "\n  ")
        .rstrip()
    )
    text += (
        "\n\n  Dừng / stop: Ctrl+C"
        f"\n  Dữ liệu, thư gửi đi / data, e-mails: {settings.VAR_DIR}, {settings.EMAIL_FILE_PATH}\n"
    )
    if host not in LOOPBACK:
        text += (
            "\n  CẢNH BÁO: máy khác trong mạng vào được trang này bằng mật khẩu mẫu.\n"
            "  WARNING: other machines can reach this site and sign in with the sample password.\n"
        )
    return text


def start_server(host: str, port: int) -> None:
    """Replace this process by gunicorn; never returns."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [
        *(sys.executable, "-m", "gunicorn", "iso_docs.wsgi:application", "--bind", address),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "8", "--log-level", "warning"),
        *("--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else str(settings.VAR_DIR)),  # noqa: S108
    ]
    os.environ.setdefault("SITE_BASE_URL", site_address(host, port))
    os.chdir(settings.BASE_DIR)
    os.execv(sys.executable, command)  # noqa: S606
