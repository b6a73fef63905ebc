"""`vitrine provenance`: the marks that a picture carries."""

import json
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(file: Path, as_json: bool) -> None:
    """Show what FILE says of its making: IPTC DigitalSourceType and the AIGC metadata of GB 45438-2025."""
    from vitrine.delivery.pictures import marks
    from vitrine.errors import BadInput
    from vitrine.intake.pictures import decode

    data = file.read_bytes()
    try:
        decode(data)
    except BadInput as error:
        error.subject = str(file)
        raise
    found = marks(data)
    if as_json:
        click.echo(json.dumps({"digital_source_type": found.source_type, "aigc": found.aigc}, ensure_ascii=False))
        return
    click.echo(f"IPTC DigitalSourceType: {found.source_type or 'none'}")
    click.echo(f"GB 45438-2025 AIGC: {json.dumps(found.aigc, ensure_ascii=False) if found.aigc else 'none'}")
