"""Pictures of the gallery at three widths in both languages: `python -m tests.ui.look FOLDER [PAGE…]`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

PAGES = {"board": "/", "gallery": "/gallery/", "form": "/form/", "plain": "/plain/", "404": "/fail/404/"}
WIDTHS = (1280, 390, 320)


def main(folder: Path, names: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.ui.settings")
    os.environ.setdefault("ZHIJIA_DATA", tempfile.mkdtemp(prefix="zhijia-look"))
    import django

    django.setup()
    from tests.browsing import HEAVY, barriers, chromium, watched
    from tests.ui.server import serving

    folder.mkdir(parents=True, exist_ok=True)
    bad = 0
    with serving() as address, chromium() as chrome:
        for language in ("zh-hans", "en"):
            for width in WIDTHS:
                context = chrome.new_context(viewport={"width": width, "height": 900})
                context.add_cookies([{"name": "django_language", "value": language, "url": address}])
                page = context.new_page()
                wrong = watched(page, within=address)
                for name in names or PAGES:
                    page.goto(address + PAGES[name])
                    wrong += barriers(page, ("minor", "moderate", *HEAVY))
                    page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
                    if wrong:
                        bad += 1
                        print(name, language, width, *wrong, sep="\n   ")
                        wrong.clear()
                context.close()
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))
