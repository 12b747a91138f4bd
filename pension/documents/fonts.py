"""The fonts of the papers: which file of the font directory plays which part.

An office that owns 仿宋_GB2312 or 方正小标宋 puts the files into that directory; they then come
before the free Fandol fonts. Fandol covers GB 2312 alone, so the stylesheets always name
"Noto Serif CJK SC" after it, for the rare characters of personal names.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

SCHEME: Final = "pension-font"


@dataclass(frozen=True, slots=True)
class Face:
    """A family name of the stylesheets and the files that may provide it, best first."""

    family: str
    weight: str
    candidates: tuple[str, ...]

    def file(self, directory: Path) -> Path | None:
        """Give the first candidate that the directory holds."""
        found = (directory / name for name in self.candidates)
        return next((path for path in found if path.is_file()), None)


FACES: Final[tuple[Face, ...]] = (
    Face(
        "Paper Fang",
        "normal",
        (
            "仿宋_GB2312.ttf",
            "FangSong_GB2312.ttf",
            "simfang_GB2312.ttf",
            "simfang.ttf",
            "FandolFang-Regular.otf",
        ),
    ),
    Face("Paper Kai", "normal", ("楷体_GB2312.ttf", "KaiTi_GB2312.ttf", "FandolKai-Regular.otf")),
    Face("Paper Hei", "normal", ("simhei.ttf", "FandolHei-Regular.otf")),
    Face("Paper Song", "normal", ("FandolSong-Regular.otf",)),
    Face("Paper Song", "bold", ("FandolSong-Bold.otf",)),
    Face(
        "Paper Title",
        "normal",
        (
            "方正小标宋_GBK.ttf",
            "方正小标宋简体.ttf",
            "FZXBSJW.TTF",
            "FZXBSK.TTF",
            "FandolSong-Bold.otf",
        ),
    ),
)


def font_faces(directory: Path) -> str:
    """Write the ``@font-face`` rules for the faces that the directory can provide."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'src: url("{SCHEME}:{path.name}"); }}'
        for face in FACES
        if (path := face.file(directory))
    )


def missing_families(directory: Path) -> list[str]:
    """Name the families for which the directory has no file, for the check of a machine."""
    return sorted({face.family for face in FACES if face.file(directory) is None})
