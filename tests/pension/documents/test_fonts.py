"""Which font file plays which part of a paper."""

from pathlib import Path

from pension.documents.fonts import font_faces, missing_families


def test_a_licensed_font_of_the_office_comes_before_the_free_one(tmp_path: Path) -> None:
    for name in ("仿宋_GB2312.ttf", "FandolFang-Regular.otf"):
        (tmp_path / name).touch()

    rules = font_faces(tmp_path)

    assert 'url("pension-font:仿宋_GB2312.ttf")' in rules
    assert "FandolFang" not in rules


def test_a_bold_song_stands_in_for_the_title_font(tmp_path: Path) -> None:
    (tmp_path / "FandolSong-Bold.otf").touch()

    rules = font_faces(tmp_path)

    assert (
        '"Paper Title"; font-weight: normal; src: url("pension-font:FandolSong-Bold.otf")' in rules
    )


def test_a_machine_without_fonts_is_told_which_are_missing(tmp_path: Path) -> None:
    (tmp_path / "FandolHei-Regular.otf").touch()

    missing = missing_families(tmp_path)

    assert missing == ["Paper Fang", "Paper Kai", "Paper Song", "Paper Title"]
