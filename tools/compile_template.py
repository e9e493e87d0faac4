"""``python -m tools.compile_template``: templates/compiled from the template and the bundle.

To read the template and turn it into Python takes Jinja2 a tenth of a whole build. What it makes is
kept here; ``page_template`` takes it only for the template and the Jinja2 that it was made from
and with. So are the streams of the ordinary page's scripts, as ``page_scripts`` finds them.
"""

from __future__ import annotations

from pathlib import Path

from mapbuilder.page_scripts import script_block, scripts_of, stream_file
from mapbuilder.page_template import COMPILED, TEMPLATE, compiled_for, template_environment
from mapbuilder.payload import deflated

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
FURTHEST = 12


def main(templates: Path = TEMPLATES) -> None:
    environment = template_environment(templates)
    source = (templates / TEMPLATE).read_text("utf-8")
    # The name stands for the file's: no machine's path belongs into what is committed.
    code = environment.compile(source, TEMPLATE, TEMPLATE, raw=True)
    text = f"{compiled_for(source)}\n{code}".rstrip() + "\n"
    path = templates / COMPILED
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    for old in path.parent.glob("*.zlib"):
        old.unlink()
    app, more, style = scripts_of(is_rich=False, is_many=False)
    for content in (script_block(app), script_block(more, style)):
        stream_file(templates, content).write_bytes(deflated(content, FURTHEST))


if __name__ == "__main__":
    main()
