"""Is everything there that papers are set with: libraries, Chinese fonts?"""

import ctypes
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

from pension.documents.fonts import missing_families
from pension.operations.doctor.findings import Finding, fine, wrong

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
NOTO = ("Noto Serif CJK SC", "Noto Sans CJK SC")
# The families of the stylesheets, as clerks call them.
FACES = {
    "Paper Fang": "仿宋",
    "Paper Kai": "楷体",
    "Paper Hei": "黑体",
    "Paper Song": "宋体",
    "Paper Title": "小标宋",
}


def examine() -> Iterator[Finding]:
    """Look for the libraries, the fonts of the system and those of the font directory."""
    yield libraries(LIBRARIES)
    yield system_fonts(NOTO)
    yield paper_fonts(Path(settings.PENSION_FONT_DIR))


def libraries(needed: dict[str, str]) -> Finding:
    """Whether the shared libraries can be loaded; ``needed`` names the package of each."""
    missing = [package for library, package in needed.items() if not _loads(library)]
    if missing:
        return wrong(
            "排版程序库",
            f"缺少 {'、'.join(missing)}，不能生成公文",
            f"由管理员执行：apt-get install -y {' '.join(missing)}",
        )
    return fine("排版程序库", "Pango、HarfBuzz 子集库齐全")


def system_fonts(families: Sequence[str]) -> Finding:
    """Whether the system has the fonts that hold rare characters."""
    program = shutil.which("fc-list")
    missing = [family for family in families if not (program and _knows(program, family))]
    if missing:
        return wrong(
            "系统字体",
            f"缺少 {'、'.join(missing)}，姓名中的生僻字会印成方框",
            "由管理员执行：apt-get install -y fontconfig fonts-noto-cjk",
        )
    return fine("系统字体", "思源（Noto CJK）宋体、黑体齐全")


def paper_fonts(directory: Path) -> Finding:
    """Whether the font directory has a file for every face of the papers."""
    missing = [FACES.get(family, family) for family in missing_families(directory)]
    if missing:
        return wrong(
            "公文字体",
            f"{directory} 中缺少 {'、'.join(missing)}，公文暂用系统字体代替",
            "联网执行 make fonts；或把字体文件放入该目录（环境变量 PENSION_FONT_DIR）",
        )
    return fine("公文字体", f"{'、'.join(FACES.values())}齐全（{directory}）")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _knows(program: str, family: str) -> bool:
    found = subprocess.run([program, f":family={family}"], capture_output=True, check=False)
    return bool(found.stdout.strip())
