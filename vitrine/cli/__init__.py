"""The command line door: parse, call, translate errors; no logic. One file a verb, imported when it is called."""

from importlib import import_module
from typing import Final

import click

VERBS: Final = {
    "tryon": "Dress a person in garments.",
    "parse": "Label each pixel of a person's photo.",
    "garment": "Analyse a product picture: landmarks, mask, attributes.",
    "product": "Take products in, list them, see whether they can be tried on.",
    "serve": "Serve page, API and docs on one port.",
    "demo": "Seed the demo shop and run a try-on on it.",
    "key": "Create and list API keys.",
    "account": "List accounts of the console; make one-time links.",
    "provenance": "Show the marks that a picture carries.",
    "dataset": "Build a data set to train on.",
    "train": "Train a network of our own.",
    "evaluate": "Measure a network of our own on unseen photos.",
    "doctor": "Versions, networks, sizes and speed of this installation.",
}
"""Each verb and its line of help; `vitrine/cli/VERB.py` holds the click command `command`."""


class Verbs(click.Group):
    """Loads a verb's module only when that verb is called, so that `vitrine --help` starts at once."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The click command of a verb, or None."""
        if name not in VERBS:
            return None
        command: click.Command = import_module(f"vitrine.cli.{name}").command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table itself: no verb is imported for the help page."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vitrine")
def cli() -> None:
    """Vitrine: virtual try-on and 3D showroom that a shop runs itself."""


def main() -> None:
    """Entry point: an error is one clear line on stderr; exit code 2 for bad input, 1 otherwise."""
    import errno
    import sys

    from vitrine.errors import BadInput, DiskFull, VitrineError

    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        click.echo(f"vitrine: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except VitrineError as error:
        click.echo(f"vitrine: {error.message(language())}", err=True)
        sys.exit(2 if isinstance(error, BadInput) else 1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        click.echo(f"vitrine: {DiskFull().message(language())}", err=True)
        sys.exit(1)


def language() -> str:
    """The language of the terminal: "zh" or "en"."""
    import os

    spoken = next((os.environ[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(k)), "")
    return "zh" if spoken.lower().startswith("zh") else "en"
