"""`dothi`: the command line. Each command lives in a file of its own name and is loaded only when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from dothi import __version__
from dothi.kernel.errors import ConfigurationError, DothiError

GONE = ("08", "57P")  # SQLSTATE classes: no connection; the server goes down or comes up

# name -> one line of help. `dothi.cli.<name>` holds `app`, a Typer with one callback or sub-commands.
COMMANDS = {
    "up": "Start everything and keep it running · Khởi động hệ thống",
    "demo": "Load and start the demo city · Chạy thành phố trình diễn",
    "doctor": "Say what is wrong and how to mend it · Chẩn đoán",
    "import": "Import a CSV, XLSX or Parquet file by a mapping · Nhập tệp",
    "reports": "Citizens' reports: bring in what another system recorded · Nhập phản ánh",
    "dossiers": "One-stop dossiers: mirror a file, feeds, procedures · Hồ sơ một cửa",
    "replay": "Play a recording with its times shifted to now · Phát lại bản ghi",
    "replay-calls": "Bring recorded emergency calls in with their minutes · Nạp cuộc gọi đã ghi",
    "drill": "Train a team on a marked copy of the desk · Diễn tập",
    "simulate": "Play a pack's simulator profile · Mô phỏng",
    "pack": "Check and load domain packs · Gói lĩnh vực",
    "territory": "Administrative units, areas, groups · Địa giới",
    "map": "Base map: import streets from an OSM extract · Bản đồ nền",
    "user": "People: create, list, expire, password · Tài khoản",
    "apikey": "API keys: create, list, revoke · Khóa API",
    "briefing": "Briefings with receipts: make one · Lập báo cáo",
    "verify": "Check the figures of a briefing's file · Kiểm tra báo cáo",
    "verify-audit": "Check the chain over all changes · Kiểm tra nhật ký",
    "bench": "Measure speed beside its floor · Đo tốc độ",
    "backup": "Back up the data folder · Sao lưu",
    "restore": "Restore a backup · Khôi phục",
    "nats-config": "What a NATS of your own needs · Cấu hình cho NATS có sẵn",
    "worker": "One background process (used by up) · Tiến trình nền",
    "serve": "The two doors on one port (used by up) · Máy chủ",
    "migrate": "Bring the database to this version · Cập nhật cơ sở dữ liệu",
}


class Lazy(TyperGroup):
    """Loads `dothi.cli.<command>` at the moment it is called, so that `--help` is quick."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        command: Any = import_module(f"dothi.cli.{cmd_name.replace('-', '_')}_").app
        command._add_completion, command.rich_markup_mode = False, None  # plain help, the same everywhere
        return get_command(command)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(
    cls=Lazy,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dothi {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_say_version, help="Version · Phiên bản"
    ),
) -> None:
    """dothi: an open operations centre for cities and provinces."""


def main(words: Sequence[str] | None = None) -> None:
    """Runs the command line (or these words); a domain error becomes one clear line and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.config.settings")
    try:
        get_command(app)(args=words, prog_name="dothi")
    except DothiError as error:
        _refuse(error)
    except Exception as error:
        if not _is_unreachable(error):
            raise
        _refuse(ConfigurationError("database-unreachable", detail=str(error).strip().splitlines()[0]))


def _refuse(error: DothiError) -> None:
    from dothi.kernel.i18n import message_of

    typer.secho(f"dothi: {message_of(error, _language())}", fg="red", err=True)
    sys.exit(1)


def _is_unreachable(error: Exception) -> bool:
    """Did the database not answer (psycopg's error, or Django's that wraps it)? One that answers "deadlock" or "disk full" is there."""
    import psycopg

    told = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(told, psycopg.OperationalError):
        return False
    return told.sqlstate is None or told.sqlstate.startswith(GONE)


def _language() -> str:
    return os.environ.get("DOTHI_LANGUAGE", "vi")
