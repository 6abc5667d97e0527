"""Typst in a process of its own, for documents of hundreds of pages: run as a program by paper.pdf, never imported.

Typst keeps all that it laid out until its process ends; a job worker that lives on would hold it for good. Reads JSON
with `source`, `fonts` and `said` from its input and writes the PDF to its output.
"""

import json
import sys


def main():
    import typst

    asked = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    said = {"data": asked["said"]}
    source = asked["source"].encode()
    sys.stdout.buffer.write(
        typst.compile(source, font_paths=fonts, sys_inputs=said, format="pdf", pdf_standards=["ua-1"])
    )


if __name__ == "__main__":
    main()
