"""``python -m tools.compile_template``: templates/compiled from templates/exhibit.html.jinja.

To read the template and turn it into Python takes Jinja2 a tenth of a whole build. What it makes is
kept here; ``page_template`` takes it only for the template and the Jinja2 that it was made from
and with.
"""

from __future__ import annotations

from pathlib import Path

from mapbuilder.page_template import COMPILED, TEMPLATE, compiled_for, template_environment

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def main(templates: Path = TEMPLATES) -> None:
    environment = template_environment(templates)
    source = (templates / TEMPLATE).read_text("utf-8")
    # The name stands for the file's: no machine's path belongs into what is committed.
    code = environment.compile(source, TEMPLATE, TEMPLATE, raw=True)
    text = f"{compiled_for(source)}\n{code}".rstrip() + "\n"
    path = templates / COMPILED
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())


if __name__ == "__main__":
    main()
