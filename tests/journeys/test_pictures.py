"""The pictures of the documentation, taken from the product: RATUSZ_SCREENSHOTS=1 writes them to docs/images."""

import os

import pytest

PICTURES = {
    "panel": "/koordynator/",
    "zgloszenie": "/szkolenia/zgloszenia/?status=accepted&sort=termin",
}


@pytest.mark.parametrize("name", list(PICTURES))
def test_the_pictures_of_the_documentation_can_be_taken(newcomer, project, tmp_path, name):
    folder = project / "docs/images" if os.environ.get("RATUSZ_SCREENSHOTS") == "1" else tmp_path
    anna = newcomer(who="Anna")
    anna.open(PICTURES[name])
    if name == "zgloszenie":
        anna.page.locator("tr", has_text="Prośba o zmianę").get_by_role("link").first.click()
        anna.arrived()

    anna.page.screenshot(path=folder / f"{name}.png", full_page=True, animations="disabled")

    assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG")
