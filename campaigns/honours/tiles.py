"""The 17 territories of Hubei as a grid of tiles, roughly where they lie; no outline of a map."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tile:
    """`row` and `column` count from 1."""

    code: str
    name: Any
    row: int
    column: int


TILES = [
    Tile("420300", _("Shiyan"), 1, 1),
    Tile("420600", _("Xiangyang"), 1, 2),
    Tile("421300", _("Suizhou"), 1, 3),
    Tile("420900", _("Xiaogan"), 1, 4),
    Tile("421100", _("Huanggang"), 1, 5),
    Tile("429021", _("Shennongjia"), 2, 1),
    Tile("420800", _("Jingmen"), 2, 2),
    Tile("429006", _("Tianmen"), 2, 3),
    Tile("420100", _("Wuhan"), 2, 4),
    Tile("420700", _("Ezhou"), 2, 5),
    Tile("422800", _("Enshi"), 3, 1),
    Tile("420500", _("Yichang"), 3, 2),
    Tile("429005", _("Qianjiang"), 3, 3),
    Tile("429004", _("Xiantao"), 3, 4),
    Tile("420200", _("Huangshi"), 3, 5),
    Tile("421000", _("Jingzhou"), 4, 3),
    Tile("421200", _("Xianning"), 4, 4),
]
CODES = frozenset(tile.code for tile in TILES)
